import type { Deps } from "../deps.ts";
import { listOldChains, listOldest, writeCut } from "./cut.store.ts";
import { cutText } from "./entry.ts";

type Cutter = Pick<Deps, "db" | "secrets" | "clock">;

/** Deletes from the beginning of each chain what is older than `before`, and seals where it was cut. Answers how many rows went. */
export async function cutChains(deps: Cutter, { before, limit }: { before: number; limit: number }): Promise<number> {
  let count = 0;
  for (const chain of await listOldChains(deps.db, { before, limit }))
    if (count < limit) count += await cutChain(deps, chain, { before, limit });
  return count;
}

async function cutChain(
  { db, secrets, clock }: Cutter,
  chain: string,
  { before, limit }: { before: number; limit: number },
) {
  const now = clock.now();
  const oldest = await listOldest(db, chain, limit);
  // A clock that was wrong for a while may have written a time that is still to come: its neighbours tell how old the row is.
  const end = oldest.findIndex(({ createdAt }) => createdAt >= before && createdAt <= now);
  const due = end === -1 ? oldest : oldest.slice(0, end);
  const last = due.at(-1);
  if (!last) return 0;
  const { seq, hash, createdAt: at } = last;
  const seal = await secrets.mac(cutText({ chain, seq, hash, at }));
  await writeCut(db, chain, { seq, hash, at, seal });
  return due.length;
}
