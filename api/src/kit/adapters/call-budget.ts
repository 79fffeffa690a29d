// pure

import type { Capacity } from "../deps.ts";

/** What began may still need calls when nothing more begins. */
const reserve = 0.2;

export type CallBudget = Capacity & {
  /** The same `fetch`, counted. */
  fetch: typeof fetch;
  /** Counts a call that is made by other means. */
  count(): void;
};

/** Counts the outgoing calls of one invocation against the number that the platform allows. */
export function createCallBudget(given: { calls: number; atOnce: number; fetch?: typeof fetch }): CallBudget {
  const call = given.fetch ?? fetch;
  let used = 0;
  return {
    atOnce: given.atOnce,
    isSpent: () => used >= given.calls * (1 - reserve),
    count: () => void used++,
    fetch: (input, init) => {
      used++;
      return call(input, init);
    },
  };
}
