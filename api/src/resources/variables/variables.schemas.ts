import { EnvKey, EnvValue, envScopes, idOf } from "@fairlead/runner/contract";
import * as v from "valibot";
import { Revision, saveOf } from "../../kit/http/revision.ts";

export const VariableId = v.object({ id: idOf("variable") });
const Scope = v.picklist(envScopes);

/** Whether a Dockerfile may take a secret one by ARG, although the image's history then shows its value. Of plain ones it says nothing. */
const IsArgumentAllowed = v.boolean();

export const CreateVariable = v.strictObject({
  key: EnvKey,
  /** Kept byte for byte. */
  value: EnvValue,
  scope: v.optional(Scope, "runtime"),
  isSecret: v.optional(v.boolean(), true),
  isArgumentAllowed: v.optional(IsArgumentAllowed, false),
});
export type CreateVariable = v.InferOutput<typeof CreateVariable>;

export const UpdateVariable = saveOf({
  value: EnvValue,
  scope: Scope,
  isSecret: v.boolean(),
  isArgumentAllowed: IsArgumentAllowed,
});
export type UpdateVariable = v.InferOutput<typeof UpdateVariable>;

/** The whole set: what is not in it goes. `value` null keeps the stored value of that key, so that hidden ones need not be sent. */
export const ReplaceVariables = v.strictObject({
  /** Of the set, as its list told it. */
  revision: Revision,
  variables: v.pipe(
    v.array(
      v.strictObject({
        key: EnvKey,
        value: v.nullable(EnvValue),
        scope: v.optional(Scope, "runtime"),
        isSecret: v.optional(v.boolean(), true),
        /** Left out keeps the stored one of that key. */
        isArgumentAllowed: v.optional(IsArgumentAllowed),
      }),
    ),
    v.maxLength(1_000, "an application has at most 1,000 variables"),
  ),
});
export type ReplaceVariables = v.InferOutput<typeof ReplaceVariables>;

export const VariableView = v.strictObject({
  id: v.string(),
  key: v.string(),
  /** null for secret ones, which are asked for one by one, and for whoever may see names only. */
  value: v.nullable(v.string()),
  /** The stored value does not open: give it again. Of a secret one nobody knows before it is asked for. */
  isDamaged: v.boolean(),
  /** What to know of a name that Fairlead or the image sets by itself; the variable is kept and given all the same. */
  warning: v.nullable(v.string()),
  scope: Scope,
  isSecret: v.boolean(),
  isArgumentAllowed: v.boolean(),
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type VariableView = v.InferOutput<typeof VariableView>;
export const VariableList = v.strictObject({
  items: v.array(VariableView),
  /** Of the set: raised by every change of one of them. */
  revision: v.number(),
});
export type VariableList = v.InferOutput<typeof VariableList>;
export const VariableValue = v.strictObject({ id: v.string(), key: v.string(), value: v.string() });
