// pure

import type { Counter } from "./list-query.ts";
import type { Count, ServerCount } from "./resource-list.store.ts";

export type Counters = { total: number } & Partial<Record<Counter, Record<string, number>>>;
type Counted = { counts: readonly Count[]; servers: readonly ServerCount[] };

/** Adds up what was counted together. What stands in a damaged row has no word and counts for the total only. */
export function toCounters({ counts, servers }: Counted, asked: readonly Counter[]): Counters {
  const sums: Counters = { total: counts.reduce((sum, [, , count]) => sum + count, 0) };
  const rows: Record<Counter, readonly [word: string, count: number][]> = {
    kind: counts.map(([kind, , count]) => [kind, count]),
    state: counts.map(([, state, count]) => [state, count]),
    server: [...servers],
  };
  for (const counter of asked) sums[counter] = sumOf(rows[counter]);
  return sums;
}

function sumOf(rows: readonly [word: string, count: number][]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [word, count] of rows) if (word) sums.set(word, (sums.get(word) ?? 0) + count);
  return Object.fromEntries(sums);
}
