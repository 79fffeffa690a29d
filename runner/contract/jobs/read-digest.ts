import * as v from "valibot";
import { addedShape } from "../ageing/index.ts";
import { ImageRef } from "../grammar.ts";
import { ServerTarget } from "../targets/index.ts";
import { RegistryLine } from "./check-registry.ts";
import { asksNothing, jobKind } from "./job-kind.ts";

export const ImageDigest = v.pipe(
  v.string(),
  v.regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits"),
);

export const readDigest = jobKind({
  kind: "read-digest",
  payload: addedShape(3, v.strictObject({ kind: v.literal("read-digest"), target: ServerTarget, image: ImageRef })),
  result: addedShape(
    3,
    v.strictObject({
      kind: v.literal("digest-read"),
      digest: v.nullable(ImageDigest),
      /** Why there is none. */
      trouble: v.nullable(RegistryLine),
    }),
  ),
  words: { title: "Look for a new image", underway: () => "The registry is asked which image the tag leads to." },
  class: "pure",
  verb: "read-digest",
  asks: ({ image }) => ({ ...asksNothing(), code: [image] }),
  everyday: ({ target }) => ({ kind: "read-digest", target, image: "registry.example.com/acme/shop:1" }),
});
