import { DisplayName, idOf } from "@fairlead/runner/contract";
import * as v from "valibot";
import { Revision } from "../../kit/http/revision.ts";

export const RunnerId = v.object({ id: idOf("runner") });
export const UpdateRunner = v.strictObject({ revision: Revision, name: DisplayName });
export type UpdateRunner = v.InferOutput<typeof UpdateRunner>;

export const RunnerView = v.strictObject({
  id: v.string(),
  name: v.string(),
  version: v.string(),
  /** Why it should be updated, in a sentence; null for one as new as this control plane. */
  updateReason: v.nullable(v.string()),
  platform: v.string(),
  /** The line for `authorized_keys` of the servers this runner shall reach. */
  authorizedKeysLine: v.string(),
  /** Heard from within the last 90 seconds and not revoked. */
  isOnline: v.boolean(),
  lastSeenAt: v.number(),
  revokedAt: v.nullable(v.number()),
  serverCount: v.number(),
  revision: v.number(),
  createdAt: v.number(),
});
export type RunnerView = v.InferOutput<typeof RunnerView>;

/** The token is shown in this answer only; `command` holds it. */
export const EnrolmentView = v.strictObject({
  id: v.string(),
  token: v.string(),
  command: v.string(),
  expiresAt: v.number(),
});
export type EnrolmentView = v.InferOutput<typeof EnrolmentView>;
