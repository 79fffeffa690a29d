import * as v from "valibot";
import { idOf } from "../ids.ts";

/** What runs of a resource after a job on it. */
export const Observed = v.strictObject({
  kind: v.literal("observed"),
  state: v.picklist(["running", "stopped", "crashed", "absent"]),
  liveDeployment: v.nullable(idOf("deployment")),
});
