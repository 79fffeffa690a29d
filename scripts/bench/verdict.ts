import type { Measurement, Reading, Target, Unavailable } from "./measurement.ts";

export type Verdict = "holds" | "misses" | "unavailable" | "failed";

/** One row of the table, and one entry of the JSON. */
export interface Row {
  name: string;
  unit: string;
  target: Target;
  value?: number;
  plain?: number;
  /** value / plain, where there is a plain one. */
  ratio?: number;
  verdict: Verdict;
  note?: string;
}

/** Runs one measurement; an error becomes a row, so that one broken measurement does not hide the others. */
export async function take({ name, unit, target, run }: Measurement): Promise<Row> {
  try {
    return rowOf({ name, unit, target }, await run());
  } catch (error) {
    return { name, unit, target, verdict: "failed", note: error instanceof Error ? error.message : String(error) };
  }
}

function rowOf(about: { name: string; unit: string; target: Target }, reading: Reading | Unavailable): Row {
  if ("unavailable" in reading) return { ...about, verdict: "unavailable", note: reading.unavailable };
  const ratio = reading.plain === undefined ? undefined : reading.value / reading.plain;
  return { ...about, ...reading, ratio, verdict: judge(about.target, { value: reading.value, ratio }) };
}

function judge(target: Target, { value, ratio }: { value: number; ratio: number | undefined }): Verdict {
  if ("atMost" in target) return value <= target.atMost ? "holds" : "misses";
  if ("atLeast" in target) return value >= target.atLeast ? "holds" : "misses";
  // A comparison without its other side compares nothing.
  if (ratio === undefined) return "failed";
  return ratio <= target.timesPlain ? "holds" : "misses";
}

export function targetText(target: Target): string {
  if ("atMost" in target) return `<= ${target.atMost}`;
  if ("atLeast" in target) return `>= ${target.atLeast}`;
  return `<= ${target.timesPlain} x plain`;
}

/** Three significant digits: the machine's noise is larger than the fourth. */
export function numberText(value: number | undefined): string {
  if (value === undefined) return "";
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
