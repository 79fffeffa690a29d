import type { ProcedureName } from "@fairlead/runner/contract";

/** How long requests fail while a release takes the place of the one before, as far as it can be told beforehand. */
export type Interruption = {
  /** The longest that the version before may take to end. */
  stopSeconds: number;
  /** What the versions before took to answer; null: none has yet. */
  startSeconds: number | null;
  sentence: string;
};

type Given = {
  procedure: ProcedureName;
  stopGraceSeconds: number;
  /** Of the last ones that got through: from their start until they answered. */
  lastStartsMs: readonly number[];
};

/** null: no request fails, or the platform sees to it. */
export function interruptionOf({ procedure, stopGraceSeconds: stopSeconds, lastStartsMs }: Given): Interruption | null {
  if (procedure !== "replace") return null;
  const start = lastStartsMs.length > 0 ? Math.ceil(Math.max(...lastStartsMs) / 1_000) : null;
  const stop = `up to ${told(stopSeconds)} until the old version has stopped`;
  const sentence =
    start === null
      ? `Requests fail for ${stop}, and then until the new one answers; how long that takes is not known yet.`
      : `Requests fail for ${stop}, and then about ${told(start)} until the new one answers, as long as the last ones took.`;
  return { stopSeconds, startSeconds: start, sentence };
}

const told = (seconds: number) => (seconds === 1 ? "1 second" : `${seconds} seconds`);
