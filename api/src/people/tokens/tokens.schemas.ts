import { DisplayName, idOf, tokenScopes } from "@fairlead/runner/contract";
import * as v from "valibot";

export const TokenId = v.object({ id: idOf("apiToken") });
const Scope = v.picklist(tokenScopes);
/** `expiresInDays` null: never expires, which only a person may choose. A wider scope contains the narrower ones. */
export const CreateApiToken = v.strictObject({
  name: DisplayName,
  scope: Scope,
  expiresInDays: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_650))), 90),
});
export type CreateApiToken = v.InferOutput<typeof CreateApiToken>;
export const ApiTokenView = v.strictObject({
  id: v.string(),
  name: v.string(),
  /** First characters of the token, to recognise it by. */
  prefix: v.string(),
  scopes: v.array(Scope),
  owner: v.strictObject({ userId: v.string(), name: v.string(), email: v.string() }),
  isYours: v.boolean(),
  state: v.picklist(["active", "expired", "revoked"]),
  expiresAt: v.nullable(v.number()),
  lastUsedAt: v.nullable(v.number()),
  createdAt: v.number(),
});
export type ApiTokenView = v.InferOutput<typeof ApiTokenView>;
/** `token` is shown this once. */
export const CreatedApiTokenView = v.strictObject({ apiToken: ApiTokenView, token: v.string() });
export type CreatedApiTokenView = v.InferOutput<typeof CreatedApiTokenView>;
