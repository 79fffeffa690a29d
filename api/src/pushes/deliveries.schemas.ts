import { idOf } from "@fairlead/runner/contract";
import * as v from "valibot";
import { PageQuery } from "../kit/http/page.ts";

export const DeliveryId = v.object({ id: idOf("delivery") });
const DeliveryState = v.picklist(["received", "processing", "deployed", "ignored", "failed"]);
export const DeliveryQuery = v.object({
  ...PageQuery.entries,
  state: v.optional(DeliveryState),
  sourceId: v.optional(idOf("source")),
});
export type DeliveryQuery = v.InferOutput<typeof DeliveryQuery>;

/** One verified webhook call and what was decided about it, in plain sentences. */
export const DeliveryView = v.strictObject({
  id: v.string(),
  sourceId: v.string(),
  /** As the forge names it, e.g. `push` or `Push Hook`. */
  event: v.string(),
  state: DeliveryState,
  reason: v.string(),
  repository: v.nullable(v.string()),
  ref: v.nullable(v.string()),
  commit: v.nullable(v.string()),
  decisions: v.array(
    v.strictObject({
      applicationId: v.string(),
      /** null when the application no longer exists. */
      applicationName: v.nullable(v.string()),
      deploymentId: v.nullable(v.string()),
      reason: v.string(),
    }),
  ),
  attempts: v.number(),
  /** When it is tried again; null when nothing is left to do. */
  nextAttemptAt: v.nullable(v.number()),
  replayOf: v.nullable(v.string()),
  createdAt: v.number(),
  processedAt: v.nullable(v.number()),
});
export type DeliveryView = v.InferOutput<typeof DeliveryView>;

/** `body`: the payload as text, cut after 256 KiB. */
export const DeliveryDetail = v.strictObject({ ...DeliveryView.entries, body: v.string(), isBodyCut: v.boolean() });
export type DeliveryDetail = v.InferOutput<typeof DeliveryDetail>;
