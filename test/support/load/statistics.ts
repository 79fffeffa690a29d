/** The value that `share` (0 to 1) of the samples do not exceed. */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new Error("nothing was measured");
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

export const sum = (samples: readonly number[]): number => samples.reduce((total, each) => total + each, 0);

/** How much the samples differ, for the remark beside a median: half of them lie between these. */
export const quartiles = (samples: readonly number[]): string =>
  `${Math.round(percentile(samples, 0.25))}-${Math.round(percentile(samples, 0.75))}`;
