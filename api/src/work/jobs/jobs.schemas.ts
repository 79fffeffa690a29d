import { Cause, JobState } from "@fairlead/runner/contract";
import * as v from "valibot";

/** Queued or finished work on an application that is no deployment: stop, start, restart, remove, reconcile. */
export const JobView = v.strictObject({
  id: v.string(),
  kind: v.string(),
  state: JobState,
  attempt: v.number(),
  cause: v.nullable(Cause),
  waitingReason: v.nullable(v.string()),
  createdAt: v.number(),
  startedAt: v.nullable(v.number()),
  finishedAt: v.nullable(v.number()),
});
export type JobView = v.InferOutput<typeof JobView>;
