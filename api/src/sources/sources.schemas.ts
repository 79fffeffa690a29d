import { DisplayName, forges, HttpUrl, idOf, KnownHost, sourceAuths, spelledUrl } from "@fairlead/runner/contract";
import * as v from "valibot";
import { saveOf } from "../kit/http/revision.ts";

export const SourceId = v.object({ id: idOf("source") });

const BaseUrl = v.pipe(HttpUrl, v.transform(spelledUrl));
const Forge = v.picklist(forges);
const Auth = v.picklist(sourceAuths);
const TokenUser = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x39\x3b-\x7e]{1,100}$/, "must be a user name without spaces or :"),
);
const Token = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4000}$/, "must be a token without spaces or line breaks"));
export const CreateSource = v.strictObject({
  name: DisplayName,
  forge: Forge,
  /** Repositories must lie under it. Left out: github.com, gitlab.com, bitbucket.org; none for gitea and git. */
  baseUrl: v.optional(v.nullable(BaseUrl)),
  auth: v.optional(Auth, "none"),
  tokenUser: v.optional(v.nullable(TokenUser), null),
  token: v.optional(v.nullable(Token), null),
  /** The runner that makes and keeps the deploy key. */
  deployKeyRunnerId: v.optional(v.nullable(idOf("runner")), null),
  knownHost: v.optional(v.nullable(KnownHost), null),
});
export type CreateSource = v.InferOutput<typeof CreateSource>;

/**
 * `token` left out keeps the stored one. The forge of a source never changes. `detach`: applications whose repositories this source is
 * not for any more lose it; without that word such a change is refused.
 */
export const UpdateSource = saveOf({
  name: DisplayName,
  baseUrl: v.nullable(BaseUrl),
  auth: Auth,
  tokenUser: v.nullable(TokenUser),
  token: v.nullable(Token),
  deployKeyRunnerId: v.nullable(idOf("runner")),
  knownHost: v.nullable(KnownHost),
  detach: v.boolean(),
});
export type UpdateSource = v.InferOutput<typeof UpdateSource>;

/** How a source would be read; an empty address means none. Left out: as it is. */
export const WantedReach = v.object({
  baseUrl: v.optional(
    v.union([
      BaseUrl,
      v.pipe(
        v.literal(""),
        v.transform(() => null),
      ),
    ]),
  ),
  auth: v.optional(Auth),
});
export type WantedReach = { baseUrl?: string | null | undefined; auth?: v.InferOutput<typeof Auth> | undefined };

/** An application that reads what its source is not given for, so that nothing of the source is sent there. `reason` ends a sentence. */
export const Stranger = v.strictObject({
  id: v.string(),
  name: v.string(),
  repositoryUrl: v.string(),
  reason: v.string(),
});
export type Stranger = v.InferOutput<typeof Stranger>;

/** Left out: the runner that already holds the key. */
export const MakeDeployKey = v.strictObject({ runnerId: v.optional(idOf("runner")) });
export type MakeDeployKey = v.InferOutput<typeof MakeDeployKey>;

export const SourceView = v.strictObject({
  id: v.string(),
  name: v.string(),
  forge: Forge,
  baseUrl: v.nullable(v.string()),
  auth: Auth,
  tokenUser: v.nullable(v.string()),
  hasToken: v.boolean(),
  deployKeyRunnerId: v.nullable(v.string()),
  /** The line to add to the repository as a read-only deploy key; null until the runner made it. */
  deployKeyPublic: v.nullable(v.string()),
  isMakingDeployKey: v.boolean(),
  knownHost: v.nullable(v.string()),
  webhookUrl: v.string(),
  /** The secret before the last rotation is accepted until then; null when it no longer is. */
  previousSecretEndsAt: v.nullable(v.number()),
  lastDeliveryAt: v.nullable(v.number()),
  /** The last calls that were not taken: why, how many of them, and about when the last one came. */
  refusal: v.nullable(
    v.strictObject({
      reason: v.picklist(["signature", "too-large", "large-form", "too-slow"]),
      count: v.number(),
      at: v.number(),
    }),
  ),
  applicationCount: v.number(),
  revision: v.number(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type SourceView = v.InferOutput<typeof SourceView>;

/** The secret is shown in this answer only. */
export const CreatedSourceView = v.strictObject({ ...SourceView.entries, webhookSecret: v.string() });
export type CreatedSourceView = v.InferOutput<typeof CreatedSourceView>;
export const WebhookSecretView = v.strictObject({
  webhookUrl: v.string(),
  webhookSecret: v.string(),
  previousSecretEndsAt: v.number(),
});
export type WebhookSecretView = v.InferOutput<typeof WebhookSecretView>;
