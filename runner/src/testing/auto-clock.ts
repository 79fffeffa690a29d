import type { Clock } from "../agent/clock.ts";

type Timer = { at: number; call: () => void };

/**
 * A clock that jumps to the next timer as soon as nothing else is left to do: hours pass in milliseconds, in the right order.
 * `lastMs` ends a test that would wait for ever.
 */
export function createAutoClock({ lastMs = 24 * 3_600_000 }: { lastMs?: number } = {}): Clock {
  const timers = new Set<Timer>();
  let time = 0;
  let isPumping = false;
  const pump = () => {
    if (isPumping || timers.size === 0) return;
    isPumping = true;
    setImmediate(() => {
      isPumping = false;
      const [next] = [...timers].sort((a, b) => a.at - b.at);
      if (!next) return;
      if (next.at > lastMs) throw new Error("the test waits for something that never comes");
      timers.delete(next);
      time = Math.max(time, next.at);
      next.call();
      pump();
    });
  };
  const after = (ms: number, call: () => void) => {
    const timer = { at: time + ms, call };
    timers.add(timer);
    pump();
    return () => void timers.delete(timer);
  };
  return {
    now: () => 1_700_000_000_000 + time,
    monotonic: () => time,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = () => {
          cancel();
          reject(signal?.reason);
        };
        const cancel = after(ms, () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        });
        signal?.addEventListener("abort", abort, { once: true });
      }),
  };
}
