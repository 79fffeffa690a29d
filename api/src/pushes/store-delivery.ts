import type { Database } from "@fairlead/db";
import { insertDeliveries, type Received } from "./receive.store.ts";

type Waiting = { row: Received; done: () => void; failed: (error: unknown) => void };
const queues = new WeakMap<Database, Waiting[]>();
/** Rows of one transaction: few enough that nobody waits long behind a burst. */
const maxRows = 100;

/**
 * Resolves once the row is durable. Calls that arrive together share one transaction, and with it one wait for the disk; whoever
 * fails alone fails alone.
 */
export function storeDelivery(db: Database, row: Received): Promise<void> {
  return new Promise((done, failed) => {
    const queue = queues.get(db);
    if (queue) queue.push({ row, done, failed });
    else {
      queues.set(db, [{ row, done, failed }]);
      // One turn of the event loop: long enough to be joined, too short to be noticed.
      setTimeout(() => void flush(db), 0);
    }
  });
}

async function flush(db: Database): Promise<void> {
  const queue = queues.get(db) ?? [];
  queues.delete(db);
  for (let at = 0; at < queue.length; at += maxRows) await writeTogether(db, queue.slice(at, at + maxRows));
}

async function writeTogether(db: Database, waiting: readonly Waiting[]): Promise<void> {
  try {
    await insertDeliveries(
      db,
      waiting.map(({ row }) => row),
    );
    for (const { done } of waiting) done();
  } catch (error) {
    if (waiting.length === 1) return waiting[0]?.failed(error);
    for (const each of waiting) await writeTogether(db, [each]);
  }
}
