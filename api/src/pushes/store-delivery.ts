import type { Database } from "@fairlead/db";
import { nextGroup } from "./next-group.ts";
import { insertDeliveries, type Received } from "./receive.store.ts";

type Waiting = { team: string; row: Received; done: (isStored: boolean) => void; failed: (error: unknown) => void };
const queues = new WeakMap<Database, Waiting[]>();
/** Rows of one transaction: few enough that nobody waits long behind a burst. */
const maxRows = 32;
/** Of one team that wait for the disk at the same time. */
const maxOfTeam = 64;

/**
 * Resolves once the row is durable, with whether it is stored for certain (see `insertDeliveries`). What arrives while the disk works
 * on others shares one transaction, and with it one wait for the disk, teams in turn; whoever fails alone fails alone.
 */
export function storeDelivery(db: Database, row: Received): Promise<boolean> {
  return new Promise((done, failed) => {
    const each = { team: row.by.teamId, row, done, failed };
    const queue = queues.get(db);
    if (queue) queue.push(each);
    else {
      const begun = [each];
      queues.set(db, begun);
      // One turn of the event loop: long enough to be joined, too short to be noticed.
      setTimeout(() => void work(db, begun), 0);
    }
  });
}

/** Whether one more of the team may wait for the disk beside those that do. */
export const hasRoom = (db: Database, teamId: string): boolean =>
  (queues.get(db) ?? []).filter(({ team }) => team === teamId).length < maxOfTeam;

async function work(db: Database, queue: Waiting[]): Promise<void> {
  while (queue.length > 0) {
    const group = nextGroup(queue, maxRows);
    const chosen = new Set(group);
    queue.splice(0, queue.length, ...queue.filter((each) => !chosen.has(each)));
    await writeTogether(db, group);
  }
  queues.delete(db);
}

async function writeTogether(db: Database, waiting: readonly Waiting[]): Promise<void> {
  try {
    const stored = await insertDeliveries(
      db,
      waiting.map(({ row }) => row),
    );
    for (const { row, done } of waiting) done(stored.has(row));
  } catch (error) {
    if (waiting.length === 1) return waiting[0]?.failed(error);
    for (const each of waiting) await writeTogether(db, [each]);
  }
}
