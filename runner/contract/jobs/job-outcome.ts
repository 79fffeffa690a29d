import * as v from "valibot";
import { Cause } from "../cause.ts";
import { JobResult } from "./index.ts";

/** A failed build is a successful run. `fault` is ours and may be retried; the other two are final. */
export const JobOutcome = v.variant("kind", [
  v.strictObject({ kind: v.literal("succeeded"), result: JobResult }),
  v.strictObject({ kind: v.literal("failed"), cause: Cause }),
  v.strictObject({ kind: v.literal("cancelled") }),
  v.strictObject({ kind: v.literal("fault"), cause: Cause }),
]);
export type JobOutcome = v.InferOutput<typeof JobOutcome>;
