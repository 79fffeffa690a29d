import type { Deps } from "../deps.ts";

/** A lane's own work, a quarter of what the home can have under way at most. Answers what it did not begin: the calls were used up. */
export async function atMost<T>(
  { capacity }: Pick<Deps, "capacity">,
  { list, work }: { list: readonly T[]; work(each: T): Promise<void> },
): Promise<T[]> {
  const left = [...list];
  const workers = Array.from({ length: Math.max(1, Math.floor(capacity.atOnce / 4)) }, async () => {
    while (!capacity.isSpent()) {
      const next = left.shift();
      if (next === undefined) return;
      await work(next);
    }
  });
  await Promise.all(workers);
  return left;
}
