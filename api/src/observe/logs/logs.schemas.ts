import { LogStream } from "@fairlead/runner/contract";
import * as v from "valibot";
import { AtServer } from "../../releases/deployments/deployments.schemas.ts";

/** Place in a log: `<attempt>.<seq>` of the last chunk seen. */
const LogCursor = v.pipe(v.string(), v.regex(/^[0-9]{1,6}\.[0-9]{1,9}$/, "must be a cursor such as 1.42"));
export const LogQuery = v.object({
  ...AtServer.entries,
  after: v.optional(LogCursor),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9][0-9]{0,3}$/, "must be 1 to 1000"),
      v.transform(Number),
      v.maxValue(1_000, "must be 1 to 1000"),
    ),
    "500",
  ),
});
export type LogQuery = v.InferOutput<typeof LogQuery>;

/** Ordered by (attempt, seq). `text` holds whole lines, already redacted by the runner; `at` is the runner's clock. */
export const LogChunkView = v.strictObject({
  attempt: v.number(),
  seq: v.number(),
  step: v.string(),
  stream: LogStream,
  at: v.number(),
  text: v.string(),
});
export type LogChunkView = v.InferOutput<typeof LogChunkView>;

export const LogPage = v.strictObject({
  chunks: v.array(LogChunkView),
  /** Ask again with `after` = this; the same as the cursor given when nothing new was there. */
  cursor: v.nullable(v.string()),
  /** No more will come: the job has ended and this page reaches the end. */
  isComplete: v.boolean(),
  /** Chunks of the last attempt that the runner wrote and that never arrived. 0 while it still runs. */
  missingChunks: v.number(),
  isTruncated: v.boolean(),
});
export type LogPage = v.InferOutput<typeof LogPage>;

/** Events of the stream: `chunk` (data: LogChunkView, id: cursor), then one `end` (data: LogEnd). */
export const LogEnd = v.strictObject({ missingChunks: v.number(), isTruncated: v.boolean() });
export type LogEnd = v.InferOutput<typeof LogEnd>;
