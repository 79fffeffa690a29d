import { Description, EnvKey, EnvValue, envScopes, idOf, variableKinds } from "@fairlead/runner/contract";
import * as v from "valibot";
import { Revision, saveOf } from "../../kit/http/revision.ts";
import { holderKinds } from "../../rules/variable-holder.ts";

export const VariableId = v.object({ id: idOf("variable") });
const Scope = v.picklist(envScopes);
/** Whether `${{ name.KEY }}` in its text stands for what another variable holds. */
const Kind = v.picklist(variableKinds);

/** Whether a Dockerfile may take a secret one by ARG, although the image's history then shows its value. Of plain ones it says nothing. */
const IsArgumentAllowed = v.boolean();

/** For people; whoever sees the name sees it. */
const Comment = v.pipe(v.string(), v.trim(), Description);
/** Nothing is deployed that would get this name without a value. */
const IsRequired = v.boolean();
/** Of a secret: it is given to what runs and shown to nobody again. */
const IsLocked = v.boolean();

export const CreateVariable = v.strictObject({
  key: EnvKey,
  /** Kept byte for byte; of a reference the text with `${{ name.KEY }}` and `${{ shared.KEY }}`. */
  value: EnvValue,
  kind: v.optional(Kind, "literal"),
  scope: v.optional(Scope, "runtime"),
  isSecret: v.optional(v.boolean(), true),
  isArgumentAllowed: v.optional(IsArgumentAllowed, false),
  comment: v.optional(Comment, ""),
  isRequired: v.optional(IsRequired, false),
  isLocked: v.optional(IsLocked, false),
});
export type CreateVariable = v.InferOutput<typeof CreateVariable>;

export const UpdateVariable = saveOf({
  value: EnvValue,
  /** Given together with the value. */
  kind: Kind,
  scope: Scope,
  isSecret: v.boolean(),
  isArgumentAllowed: IsArgumentAllowed,
  comment: Comment,
  isRequired: IsRequired,
  /** Taken off only together with a new value. */
  isLocked: IsLocked,
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
        /** Left out keeps the stored one of that key. */
        kind: v.optional(Kind),
        scope: v.optional(Scope, "runtime"),
        isSecret: v.optional(v.boolean(), true),
        /** Left out keeps the stored one of that key. */
        isArgumentAllowed: v.optional(IsArgumentAllowed),
        comment: v.optional(Comment),
        isRequired: v.optional(IsRequired),
        isLocked: v.optional(IsLocked),
      }),
    ),
    v.maxLength(1_000, "one place has at most 1,000 variables"),
  ),
});
export type ReplaceVariables = v.InferOutput<typeof ReplaceVariables>;

/** What gives variables: a resource, or a place whose resources all get them. */
const Holder = v.strictObject({
  kind: v.picklist(holderKinds),
  id: v.string(),
  /** Empty for the holder whose list it is. */
  name: v.string(),
});

const ReferenceView = v.strictObject({
  /** As it is written between the braces. */
  text: v.string(),
  /** Where what it means is given; null where nothing is. */
  from: v.nullable(Holder),
  /** Or made of one. */
  isSecret: v.boolean(),
  /** Of a plain one that refers to nothing else, for whoever may read it there. */
  value: v.nullable(v.string()),
  /** Why a deployment would be refused. */
  problem: v.nullable(v.string()),
});
export type ReferenceView = v.InferOutput<typeof ReferenceView>;

export const VariableView = v.strictObject({
  id: v.string(),
  key: v.string(),
  kind: Kind,
  /** Of a reference its text. null for secret ones, which are asked for one by one, and for whoever may see names only. */
  value: v.nullable(v.string()),
  references: v.array(ReferenceView),
  /** The stored value does not open: give it again. Of a secret one nobody knows before it is asked for. */
  isDamaged: v.boolean(),
  /** What to know of a name that Fairlead or the image sets by itself; the variable is kept and given all the same. */
  warning: v.nullable(v.string()),
  scope: Scope,
  isSecret: v.boolean(),
  isArgumentAllowed: v.boolean(),
  comment: v.string(),
  isRequired: v.boolean(),
  isLocked: v.boolean(),
  /** Its name is required, here or by a place around, and this is no value. */
  isMissing: v.boolean(),
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type VariableView = v.InferOutput<typeof VariableView>;
/** Given by a place that the holder is in. */
const InheritedVariable = v.strictObject({
  ...VariableView.entries,
  from: Holder,
  /** A nearer holder gives that name another value, which counts; null where this one does. */
  overriddenBy: v.nullable(Holder),
});
export type InheritedVariable = v.InferOutput<typeof InheritedVariable>;

export const VariableList = v.strictObject({
  items: v.array(VariableView),
  /** By name; of the same name the nearest counts: resource, server, environment, project, team. */
  inherited: v.array(InheritedVariable),
  /** Of the set: raised by every change of one of them. */
  revision: v.number(),
});
export type VariableList = v.InferOutput<typeof VariableList>;
export const VariableValue = v.strictObject({
  id: v.string(),
  key: v.string(),
  value: v.string(),
  /** Of a reference what it is when all is put in, where no server gives anything; null where there is none, or not for the asker. */
  resolved: v.nullable(v.string()),
  /** Why there is none. */
  problem: v.nullable(v.string()),
});
