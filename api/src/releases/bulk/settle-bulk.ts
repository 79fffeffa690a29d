import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { type BulkRow, endMember, finishBulk, listBegun, postponeBulk } from "./bulk.store.ts";
import { outcomeOf } from "./outcome-of.ts";

/** It is looked at again so much later while something of it is under way. */
const paceMs = 5_000;
const late = "Its end was not seen within a day. Its page tells how it is now.";

/** Writes down what ended, and the end of the operation when all has. */
export async function settleBulk(deps: Deps, bulk: BulkRow): Promise<void> {
  const { db, clock, hub } = deps;
  const now = clock.now();
  const ends = (await listBegun(db, bulk.id)).flatMap((row) => {
    const { state, reason } = outcomeOf(row);
    const one = { bulkId: bulk.id, resourceId: row.resourceId, now };
    if (state === "succeeded" || state === "failed" || state === "skipped")
      return [endMember(db, { ...one, state, reason })];
    return bulk.endsAt <= now ? [endMember(db, { ...one, state: "failed", reason: late })] : [];
  });
  await runBatch(db, [...ends, postponeBulk(db, bulk.id, now + paceMs)]);
  const isOver = await finishBulk(db, bulk.id, now);
  if (isOver || ends.length > 0)
    hub.publish(bulk.teamId, { type: "bulk", id: bulk.id, state: isOver ? "ended" : "running" });
}
