import * as v from "valibot";

/** `actor`: `user:<id>`, `token:<id>`, `runner:<id>` or `system`; `name` is the person's, where one stands behind it. */
export const AuditView = v.strictObject({
  id: v.string(),
  actor: v.string(),
  name: v.nullable(v.string()),
  action: v.string(),
  target: v.nullable(v.string()),
  detail: v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()])),
  requestId: v.nullable(v.string()),
  createdAt: v.number(),
});
export type AuditView = v.InferOutput<typeof AuditView>;
