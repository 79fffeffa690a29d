import { resourceId } from "@fairlead/runner/contract";
import * as v from "valibot";

/** The same for each of them, in the order given. */
export const BulkOrder = v.strictObject({
  verb: v.picklist(["deploy", "restart", "stop", "start"]),
  ids: v.pipe(
    v.array(resourceId()),
    v.minLength(1),
    v.maxLength(200),
    v.check((ids) => new Set(ids).size === ids.length, "names an application twice"),
  ),
});
export type BulkOrder = v.InferOutput<typeof BulkOrder>;

/** What came of each. */
export const BulkSummary = v.strictObject({
  items: v.array(
    v.strictObject({
      applicationId: v.string(),
      name: v.string(),
      /** Why nothing was begun for it, in one sentence; null when it was. */
      refusal: v.nullable(v.string()),
    }),
  ),
});
export type BulkSummary = v.InferOutput<typeof BulkSummary>;
