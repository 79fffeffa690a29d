import type { Deps } from "../kit/deps.ts";
import { type DeliveryRow, renewDeliveries, takeDeliveries } from "./lane.store.ts";

/** A worker that has not been heard of for so long is taken for dead, and its deliveries are due again. */
const leaseMs = 60_000;
/** Renewed well before it ends: the longest single wait of a decision is a question to a forge. */
const renewAfterMs = 20_000;
const atOnce = 200;

/** Another worker has the delivery by now, and its word counts. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

export type Batch = {
  rows: readonly DeliveryRow[];
  /** Before every wait on somebody else. Throws LeaseLost when the delivery is not this worker's any more. */
  keep(row: DeliveryRow): Promise<void>;
  /** Their ends are written. */
  release(rows: readonly DeliveryRow[]): void;
};

/** Leases some of a source's due deliveries. Only one worker is at a source at a time. */
export async function takeBatch({ db, clock }: Pick<Deps, "db" | "clock">, sourceId: string): Promise<Batch> {
  let takenAt = clock.now();
  const taken = await takeDeliveries(db, { sourceId, now: takenAt, retryAt: takenAt + leaseMs, limit: atOnce });
  let held = taken.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const rows = held;
  return {
    rows,
    keep: async (row) => {
      const now = clock.now();
      // In either direction: after a step of the clock nobody knows how much is left.
      if (Math.abs(now - takenAt) > renewAfterMs) {
        takenAt = now;
        const ours = new Set((await renewDeliveries(db, held, now + leaseMs)).map(({ id }) => id));
        held = held.filter(({ id }) => ours.has(id));
      }
      if (!held.includes(row)) throw new LeaseLost(`Another worker has the delivery ${row.id}.`);
    },
    release: (ended) => {
      held = held.filter((each) => !ended.includes(each));
    },
  };
}
