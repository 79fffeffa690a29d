import * as v from "valibot";

export const LogStream = v.picklist(["stdout", "stderr", "system"]);
export type LogStream = v.InferOutput<typeof LogStream>;

/**
 * A piece of a job's log, already redacted. (job, attempt, seq) is unique and gap-free from 0;
 * order is by seq, never by time. `text` holds whole lines, each ended by "\n", at most 64 KiB.
 */
export const LogChunk = v.strictObject({
  seq: v.pipe(v.number(), v.integer(), v.minValue(0)),
  step: v.pipe(v.string(), v.maxLength(32)),
  stream: LogStream,
  at: v.pipe(v.number(), v.integer()),
  text: v.pipe(v.string(), v.maxLength(65_536)),
});
export type LogChunk = v.InferOutput<typeof LogChunk>;
