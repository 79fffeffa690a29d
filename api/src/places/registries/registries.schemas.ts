import { idOf, judgedBy, judgeRegistry } from "@fairlead/runner/contract";
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
export const RegistryUser = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x39\x3b-\x7e]{1,200}$/, "must be a user name without spaces or :"),
);
/** Some registries take the whole text of a key file. */
export const RegistryPassword = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(16_000),
  v.check((text) => !text.includes("\0") && text.isWellFormed(), "must be a text without NUL and half characters"),
);

export const CreateRegistry = v.strictObject({ address: Address, username: RegistryUser, password: RegistryPassword });
export type CreateRegistry = v.InferOutput<typeof CreateRegistry>;

/** `password` left out keeps the stored one, which another address or user name does not. */
export const UpdateRegistry = saveOf({ address: Address, username: RegistryUser, password: RegistryPassword });
export type UpdateRegistry = v.InferOutput<typeof UpdateRegistry>;

export const RegistryView = v.strictObject({
  id: v.string(),
  /** Host, with its port if it has one; `docker.io` for Docker Hub. */
  address: v.string(),
  username: v.string(),
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type RegistryView = v.InferOutput<typeof RegistryView>;
