import * as v from "valibot";
import { mostDays, type RetentionKind, retentionKinds, retentionRules } from "../domain/retention.ts";

export const SignUps = v.picklist(["invitation", "open"]);
export type SignUps = v.InferOutput<typeof SignUps>;

const days = (kind: RetentionKind) => {
  const { least, title, days } = retentionRules[kind];
  return v.pipe(
    v.number("must be a number of days"),
    v.integer("must be a whole number of days"),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(mostDays, `must be at most ${mostDays}`),
    v.description(`${title}: days they are kept; ${days} unless set`),
  );
};
/** Days that each kind is kept. */
const retention = {
  deliveries: days("deliveries"),
  notifications: days("notifications"),
  logs: days("logs"),
  deployments: days("deployments"),
  jobs: days("jobs"),
  audit: days("audit"),
};

export const UpdateInstance = v.strictObject({
  signUps: v.optional(SignUps),
  retention: v.optional(v.partial(v.strictObject(retention))),
});
export type UpdateInstance = v.InferOutput<typeof UpdateInstance>;

export const InstanceView = v.strictObject({
  url: v.string(),
  version: v.string(),
  signUps: SignUps,
  mail: v.strictObject({ isConfigured: v.boolean(), from: v.nullable(v.string()) }),
  /** How long what only grows is kept, with what the page says of it. */
  retention: v.array(
    v.strictObject({
      kind: v.picklist(retentionKinds),
      title: v.string(),
      hint: v.string(),
      days: v.number(),
      usual: v.number(),
      least: v.number(),
    }),
  ),
  /** null: the database is not a file of this machine. */
  file: v.nullable(
    v.strictObject({
      sizeBytes: v.number(),
      /** Room of deleted rows, used again before the file grows. */
      freeBytes: v.number(),
      /** False for a file of an earlier version until it is rebuilt: `npm run db:compact`. */
      canShrink: v.boolean(),
    }),
  ),
});
export type InstanceView = v.InferOutput<typeof InstanceView>;
