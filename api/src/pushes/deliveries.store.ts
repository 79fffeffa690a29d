import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { notFound } from "../rules/errors.ts";
import type { DeliveryQuery } from "./deliveries.schemas.ts";

const { resource, delivery, source } = schema;

/** Without the body: lists never need it. */
const shown = {
  id: delivery.id,
  sourceId: delivery.sourceId,
  event: delivery.event,
  state: delivery.state,
  reason: delivery.reason,
  repository: delivery.repository,
  ref: delivery.ref,
  commit: delivery.commit,
  decisions: orDamaged(delivery.decisions),
  attempts: delivery.attempts,
  nextAttemptAt: delivery.nextAttemptAt,
  replayOf: delivery.replayOf,
  createdAt: delivery.createdAt,
  processedAt: delivery.processedAt,
};

export const listDeliveryRows = (db: Database, teamId: string, { limit, cursor, state, sourceId }: DeliveryQuery) =>
  db
    .select(shown)
    .from(delivery)
    .where(
      and(
        eq(unindexed(delivery.teamId, sourceId !== undefined), teamId),
        sourceId ? eq(delivery.sourceId, sourceId) : undefined,
        state ? eq(delivery.state, state) : undefined,
        cursor ? lt(delivery.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(delivery.id))
    .limit(limit + 1);
export type ShownDelivery = Awaited<ReturnType<typeof listDeliveryRows>>[number];

export async function getDeliveryRow(db: Database, teamId: string, id: string) {
  const [row] = await db
    .select({ ...shown, teamId: delivery.teamId, body: delivery.body })
    .from(delivery)
    .where(and(eq(delivery.teamId, teamId), eq(delivery.id, id)))
    .limit(1);
  if (!row) throw notFound("delivery");
  return row;
}

export async function getSourceOfTeam(db: Database, teamId: string, id: string) {
  const [row] = await db
    .select({ id: source.id, teamId: source.teamId })
    .from(source)
    .where(and(eq(source.teamId, teamId), eq(source.id, id)))
    .limit(1);
  if (!row) throw notFound("source");
  return row;
}

/** Names of the applications that decisions speak of; one that is gone has none. */
export async function readApplicationNames(db: Database, teamId: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const rows = await db
    .select({ id: resource.id, name: resource.name })
    .from(resource)
    .where(and(eq(unindexed(resource.teamId), teamId), inArray(resource.id, [...ids])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export const insertReplay = (db: Database, row: typeof delivery.$inferInsert) => db.insert(delivery).values(row);
