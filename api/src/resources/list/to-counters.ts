// pure

import type { Counter } from "./list-query.ts";
import type { Count } from "./resource-list.store.ts";

export type Counters = { total: number } & Partial<Record<Counter, Record<string, number>>>;

/** Adds up what was counted together. What stands in a damaged row has no word and counts for the total only. */
export function toCounters(counts: readonly Count[], asked: readonly Counter[]): Counters {
  const sums: Counters = { total: counts.reduce((sum, [, , , count]) => sum + count, 0) };
  for (const counter of asked) sums[counter] = sumBy(counts, counter);
  return sums;
}

function sumBy(counts: readonly Count[], counter: Counter): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [kind, state, server, count] of counts) {
    const word = { kind, state, server }[counter];
    if (word) sums.set(word, (sums.get(word) ?? 0) + count);
  }
  return Object.fromEntries(sums);
}
