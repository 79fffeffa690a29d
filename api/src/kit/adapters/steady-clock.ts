// pure

import type { Clock } from "../deps.ts";

/** Below this the machine's clock is taken for as exact as clocks are. */
const stepMs = 2_000;

/** What a machine tells: a wall clock that people and time servers set, and one that only ever grows. Both in ms. */
export type MachineClocks = { wall(): number; monotonic(): number };

/**
 * For a process that stays. A laptop that slept, a time server that found the clock an hour off, a person who set it: all of them move
 * the wall clock and none of them the work at hand, so time here goes on as it passes until somebody moves what is counted along.
 */
export function createSteadyClock({ wall, monotonic }: MachineClocks): Clock {
  let aheadMs = wall() - monotonic();
  const now = () => Math.round(monotonic() + aheadMs);
  return {
    now,
    stepMs: () => {
      const away = wall() - now();
      return Math.abs(away) < stepMs ? 0 : away;
    },
    follow: (ms) => {
      aheadMs += ms;
    },
  };
}
