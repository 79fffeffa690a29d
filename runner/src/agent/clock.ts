import { setTimeout as delay } from "node:timers/promises";

/** Time as the runner needs it; tests bring their own. */
export type Clock = {
  /** Epoch ms: shown to people, never compared. */
  now: () => number;
  /** Ms that only ever grow, whatever happens to the wall clock: leases and deadlines are judged by it. */
  monotonic: () => number;
  /** Rejects with the signal's reason when aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Calls back once after `ms`; returns a function that prevents it. */
  after: (ms: number, call: () => void) => () => void;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    }
  },
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
