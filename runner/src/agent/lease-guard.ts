import { LeaseLost } from "../outcome.ts";
import type { Clock } from "./clock.ts";

/**
 * The right to act, judged by the runner's own monotonic clock. It ends a margin before the control plane may give the job to somebody
 * else, so an effect that just began is over by then. Losing it is not final: a control plane that was away may renew it; only `lose` is.
 */
export type LeaseGuard = {
  /** Resolves at once while the lease is held, waits while it cannot be renewed, throws LeaseLost once it is gone. */
  awaitHeld: (signal?: AbortSignal) => Promise<void>;
  readonly isHeld: boolean;
  /** The lease runs `leaseMs` from `from`, a time of the monotonic clock. */
  renew: (leaseMs: number, from: number) => void;
  lose: (reason: string) => void;
  /** Aborted with LeaseLost when the lease is gone for good. */
  readonly lostSignal: AbortSignal;
};

/** Longest an effect may take to reach the target after its check: a rename or a start over a slow connection. */
const marginShare = 1 / 6;

export function createLeaseGuard(
  clock: Pick<Clock, "monotonic">,
  first: { leaseMs: number; from: number },
): LeaseGuard {
  const lost = new AbortController();
  const waiting = new Set<() => void>();
  let heldUntil = Number.NEGATIVE_INFINITY;
  const isHeld = () => !lost.signal.aborted && clock.monotonic() < heldUntil;
  const wake = () => {
    for (const call of waiting) call();
    waiting.clear();
  };
  const renew = (leaseMs: number, from: number) => {
    heldUntil = Math.max(heldUntil, from + leaseMs * (1 - marginShare));
    if (isHeld()) wake();
  };
  renew(first.leaseMs, first.from);
  return {
    awaitHeld: async (signal) => {
      while (!isHeld()) {
        lost.signal.throwIfAborted();
        signal?.throwIfAborted();
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          signal?.addEventListener("abort", () => resolve(), { once: true });
        });
      }
    },
    get isHeld() {
      return isHeld();
    },
    renew,
    lose: (reason) => {
      if (!lost.signal.aborted) lost.abort(new LeaseLost(reason));
      wake();
    },
    lostSignal: lost.signal,
  };
}
