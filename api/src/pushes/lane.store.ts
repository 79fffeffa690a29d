import { type Database, schema } from "@fairlead/db";
import { and, getTableColumns, inArray, sql } from "drizzle-orm";
import { jsonRows } from "../kit/sql/json-rows.ts";
import type { Lane } from "../rules/next-lanes.ts";

const { delivery } = schema;

// The inbox works for all teams: what is due is due. What is written out is what the partial index holds, in its own words; it is
// named, because SQLite would rather take one that holds the decided ones too.
const isOpen = sql`state IN ('received', 'processing')`;

/**
 * Sources with a delivery that is due, the longest waiting first, and their teams. One that some worker is at is left out until that one
 * ends or its lease does. Leaps from source to source, so a source's backlog costs nothing.
 */
export const listDueSources = (db: Database, now: number): Promise<Lane[]> =>
  db.all<Lane>(sql`
    WITH RECURSIVE lane(id) AS (
      SELECT min(source_id) FROM delivery INDEXED BY delivery_lane WHERE ${isOpen}
      UNION ALL
      SELECT (SELECT min(source_id) FROM delivery INDEXED BY delivery_lane WHERE ${isOpen} AND source_id > lane.id) FROM lane WHERE lane.id IS NOT NULL
    )
    SELECT lane.id AS key, s.team_id AS team FROM lane JOIN source s ON s.id = lane.id
    WHERE NOT ${isHeld(sql`lane.id`, now)} AND ${firstDueAt(sql`lane.id`)} <= ${now}
    ORDER BY ${firstDueAt(sql`lane.id`)}`);

const firstDueAt = (source: ReturnType<typeof sql>) =>
  sql`(SELECT min(d.next_attempt_at) FROM delivery d INDEXED BY delivery_lane WHERE d.source_id = ${source} AND d.${isOpen})`;

const isHeld = (source: ReturnType<typeof sql>, now: number) => sql`EXISTS (
  SELECT 1 FROM delivery d INDEXED BY delivery_lane WHERE d.source_id = ${source} AND d.${isOpen} AND d.next_attempt_at > ${now} AND d.state = 'processing')`;

/** Without the decisions: nothing asks for those of before, and a damaged one must not stop the others. */
const { decisions: _, ...taken } = getTableColumns(delivery);

/**
 * Leases the oldest due deliveries of one source. Those that were taken before and never ended go one by one: should one of them end
 * every worker that touches it, the others are not blamed.
 */
export const takeDeliveries = (
  db: Database,
  { sourceId, now, retryAt, limit }: { sourceId: string; now: number; retryAt: number; limit: number },
) => {
  const due = sql`d.source_id = ${sourceId} AND d.${isOpen} AND d.next_attempt_at <= ${now}`;
  const first = sql`(SELECT d.attempts > 0 FROM delivery d INDEXED BY delivery_lane WHERE ${due} ORDER BY d.next_attempt_at, d.id LIMIT 1)`;
  return db
    .update(delivery)
    .set({ state: "processing", attempts: sql`${delivery.attempts} + 1`, nextAttemptAt: retryAt })
    .where(
      inArray(
        delivery.id,
        sql`(SELECT d.id FROM delivery d INDEXED BY delivery_lane WHERE ${due} AND (d.attempts > 0) = ${first} AND NOT ${isHeld(sql`${sourceId}`, now)}
          ORDER BY d.next_attempt_at, d.id LIMIT (SELECT iif(${first}, 1, ${limit})))`,
      ),
    )
    .returning(taken);
};
export type DeliveryRow = Awaited<ReturnType<typeof takeDeliveries>>[number];

/** Longer for those that are still this worker's; answers which ones are. */
export const renewDeliveries = (db: Database, rows: readonly Pick<DeliveryRow, "id" | "attempts">[], retryAt: number) =>
  db
    .update(delivery)
    .set({ nextAttemptAt: retryAt })
    .where(
      and(
        sql`${delivery.state} = 'processing'`,
        sql`(${delivery.id}, ${delivery.attempts}) IN (SELECT value ->> 'id', value ->> 'attempts' FROM json_each(${jsonRows(rows)}))`,
      ),
    )
    .returning({ id: delivery.id });
