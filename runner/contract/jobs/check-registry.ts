import * as v from "valibot";
import { addedShape } from "../ageing/index.ts";
import { ImageRef } from "../grammar.ts";
import { RegistryAddress } from "../registry.ts";
import { ServerTarget } from "../targets/index.ts";
import { registryStates, registryTries } from "../words/registries.ts";
import { asksNothing, jobKind } from "./job-kind.ts";

/** What one try at a registry found. */
export const RegistryLine = v.strictObject({
  name: v.picklist(registryTries),
  state: v.picklist(registryStates),
  sentence: v.pipe(v.string(), v.maxLength(500)),
  nextAction: v.nullable(v.pipe(v.string(), v.maxLength(500))),
  /** When the registry says that it may be asked again. */
  retryAfterSeconds: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(31_536_000))),
});
export type RegistryLine = v.InferOutput<typeof RegistryLine>;
export const RegistryLines = v.pipe(v.array(RegistryLine), v.minLength(1), v.maxLength(registryTries.length));

export const checkRegistry = jobKind({
  kind: "check-registry",
  payload: addedShape(
    3,
    v.strictObject({
      kind: v.literal("check-registry"),
      /** The server whose Docker would ask the registry: it is asked from there. */
      target: ServerTarget,
      registry: RegistryAddress,
      /** An image that the login should give; null tries the login alone. */
      pull: v.nullable(ImageRef),
      /** A repository that the login should let be written; an upload is begun there and given up. */
      push: v.nullable(ImageRef),
    }),
  ),
  result: addedShape(3, v.strictObject({ kind: v.literal("registry-checked"), lines: RegistryLines })),
  words: { title: "Check of a registry", underway: () => "The login of the registry is being tried." },
  class: "pure",
  verb: "check-registry",
  asks: asksNothing,
  everyday: ({ target }) => ({
    kind: "check-registry",
    target,
    registry: "registry.example.com",
    pull: "registry.example.com/acme/shop:1",
    push: "registry.example.com/acme/shop",
  }),
});
