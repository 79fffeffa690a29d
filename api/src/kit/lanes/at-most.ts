import type { Deps } from "../deps.ts";

/** Of one lane, so that a team with many questions leaves calls for the others. */
const mostOfALane = 16;

/** Does a lane's own work, several at once. Answers what it did not begin: the calls of this turn were used up. */
export async function atMost<T>(
  { capacity }: Pick<Deps, "capacity">,
  { list, work }: { list: readonly T[]; work(each: T): Promise<void> },
): Promise<T[]> {
  const left = [...list];
  const workers = Array.from({ length: Math.min(mostOfALane, capacity.atOnce) }, async () => {
    while (!capacity.isSpent()) {
      const next = left.shift();
      if (next === undefined) return;
      await work(next);
    }
  });
  await Promise.all(workers);
  return left;
}
