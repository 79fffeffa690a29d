import {
  DisplayName,
  ImageRef,
  idOf,
  judgedBy,
  judgeRegistry,
  RegistryLine,
  registryCheckStates,
} from "@fairlead/runner/contract";
import * as v from "valibot";
import { saveOf } from "../../kit/http/revision.ts";

export const RegistryId = v.object({ id: idOf("registry") });

/** As people have it at hand: `ghcr.io`, `https://registry.example.com:5000/`, any name of Docker Hub. */
const Address = v.pipe(
  v.string(),
  v.maxLength(300),
  judgedBy((typed) => {
    const judged = judgeRegistry(typed);
    return "refusal" in judged ? judged.refusal : undefined;
  }),
  v.transform((typed) => {
    const judged = judgeRegistry(typed);
    return "address" in judged ? judged.address : typed;
  }),
);
const RegistryUser = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x39\x3b-\x7e]{1,200}$/, "must be a user name without spaces or :"),
);
/** Some registries take the whole text of a key file. */
const RegistryPassword = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(16_000),
  v.check((text) => !text.includes("\0") && text.isWellFormed(), "must be a text without NUL and half characters"),
);

/** What is tried with the login, and from where. */
const tries = {
  /** Server that tries it; null: any that is up. A registry in an inner network may be reached from one alone. */
  serverId: v.nullable(idOf("server")),
  /** An image that the login should give, whole: `ghcr.io/acme/shop:1`. */
  pullImage: v.nullable(ImageRef),
  /** A repository that it should let be written, whole: `ghcr.io/acme/shop`. An upload is begun there and given up. */
  pushImage: v.nullable(ImageRef),
};

export const CreateRegistry = v.strictObject({
  /** For people. Left out: the address. */
  name: v.optional(DisplayName),
  address: Address,
  username: RegistryUser,
  password: RegistryPassword,
  /** Used where none is chosen, in place of the one that was until now. Left out: if there is none yet for this address. */
  isDefault: v.optional(v.boolean()),
  serverId: v.optional(tries.serverId, null),
  pullImage: v.optional(tries.pullImage, null),
  pushImage: v.optional(tries.pushImage, null),
});
export type CreateRegistry = v.InferOutput<typeof CreateRegistry>;

/** `password` left out keeps the stored one, which another address or user name does not. */
export const UpdateRegistry = saveOf({
  name: DisplayName,
  address: Address,
  username: RegistryUser,
  password: RegistryPassword,
  isDefault: v.boolean(),
  ...tries,
});
export type UpdateRegistry = v.InferOutput<typeof UpdateRegistry>;

export const RegistryView = v.strictObject({
  id: v.string(),
  name: v.string(),
  /** Host, with its port if it has one; `docker.io` for Docker Hub. */
  address: v.string(),
  username: v.string(),
  /** Of the logins for its address the one that is used where none is chosen. */
  isDefault: v.boolean(),
  serverId: v.nullable(v.string()),
  pullImage: v.nullable(v.string()),
  pushImage: v.nullable(v.string()),
  /** How the last try ended; `checking` while one is under way, `unchecked` where nothing is known. */
  state: v.picklist(registryCheckStates),
  checkedAt: v.nullable(v.number()),
  /** Name of the server that tried it. */
  checkedFrom: v.nullable(v.string()),
  /** What was tried, in that order: it ends with the first that failed. */
  lines: v.array(v.strictObject({ ...RegistryLine.entries, retryAfterSeconds: v.nullable(v.number()) })),
  /** Why the registry was not asked. */
  note: v.nullable(v.strictObject({ sentence: v.string(), nextAction: v.string() })),
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type RegistryView = v.InferOutput<typeof RegistryView>;

export const RegistryUsers = v.strictObject({
  /**
   * Applications that use it: by their own choice (`chosen`), or because it is the default for the image that they are (`image`) or that
   * builds their site (`builder`). Dockerfiles name theirs only in a build.
   */
  applications: v.array(
    v.strictObject({ id: v.string(), name: v.string(), as: v.picklist(["chosen", "image", "builder"]) }),
  ),
});
export type RegistryUsers = v.InferOutput<typeof RegistryUsers>;
