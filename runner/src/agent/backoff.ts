// pure

/** Full jitter: a control plane that comes back is not met by every runner in the same instant. */
export function backoffMs(attempt: number, { random, baseMs = 250, maxMs = 15_000 }: BackoffOptions): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 16));
  return Math.round(baseMs / 2 + random() * (ceiling - baseMs / 2));
}

export type BackoffOptions = { random: () => number; baseMs?: number; maxMs?: number };
