/** What a value is held against. `timesPlain` compares with the same work done by plain commands in the same run. */
export type Target = { atMost: number } | { atLeast: number } | { timesPlain: number };

/** `plain` is the same work by plain commands; `note` is one short remark, e.g. how many samples. */
export interface Reading {
  value: number;
  plain?: number;
  note?: string;
}

/** Why a measurement cannot be made on this machine. */
export interface Unavailable {
  unavailable: string;
}

/** One number to hold. A `*.bench.ts` file exports a list of them as `measurements`. */
export interface Measurement {
  name: string;
  /** Of value and plain: ms, MB, KB, /s … */
  unit: string;
  target: Target;
  /** Sets up what it needs, measures, and leaves nothing behind. */
  run(): Promise<Reading | Unavailable>;
}

export function isMeasurement(value: unknown): value is Measurement {
  if (typeof value !== "object" || value === null) return false;
  return "name" in value && "unit" in value && "target" in value && "run" in value && typeof value.run === "function";
}
