// pure

const minute = 60_000;
/** Pauses after the first, second … failed attempt; after the last one it is given up. */
const pausesMs = [minute, 5 * minute, 30 * minute, 120 * minute, 360 * minute];
const longestPauseMs = 24 * 60 * minute;

/** When to try again after `attempts` failed ones; null: no more. A provider that names a pause is waited for. */
export function nextAttemptAt(
  attempts: number,
  { now, retryAfterMs }: { now: number; retryAfterMs?: number | undefined },
) {
  const pause = pausesMs[attempts - 1];
  if (pause === undefined) return null;
  return now + Math.min(Math.max(pause, retryAfterMs ?? 0), longestPauseMs);
}

/** `Retry-After`: seconds (Discord sends fractions) or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1_000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
