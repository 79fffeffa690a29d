import { type Database, schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";

const { source, team } = schema;
export type WebhookRefusal = NonNullable<typeof source.$inferSelect.refusedFor>;

const prepareLookup = (db: Database) =>
  db
    .select({
      id: source.id,
      teamId: source.teamId,
      forge: source.forge,
      webhookSecret: source.webhookSecret,
      previousWebhookSecret: source.previousWebhookSecret,
      previousSecretEndsAt: source.previousSecretEndsAt,
      wrappedKey: team.wrappedKey,
    })
    .from(source)
    .innerJoin(team, eq(team.id, source.teamId))
    .where(eq(source.webhookKey, sql.placeholder("webhookKey")))
    .limit(1)
    .prepare();
type Lookup = ReturnType<typeof prepareLookup>;
export type WebhookSource = Awaited<ReturnType<Lookup["execute"]>>[number];

const lookups = new WeakMap<Database, Lookup>();

/** The unguessable part of the URL names the source, and with it the team: nobody is signed in here. */
export async function findSourceByWebhookKey(db: Database, webhookKey: string): Promise<WebhookSource | undefined> {
  const lookup = lookups.get(db) ?? prepareLookup(db);
  lookups.set(db, lookup);
  const [row] = await lookup.execute({ webhookKey });
  return row;
}

/** No save of a person: it raises no revision. */
export const noteRefusal = (
  db: Database,
  of: { id: string; teamId: string },
  { reason, count, now }: { reason: WebhookRefusal; count: number; now: number },
) =>
  db
    .update(source)
    .set({
      refusedFor: reason,
      refusedCount: sql`CASE WHEN ${source.refusedFor} = ${reason} THEN ${source.refusedCount} ELSE 0 END + ${count}`,
      refusedAt: now,
    })
    .where(and(eq(source.teamId, of.teamId), eq(source.id, of.id)));

export type Received = {
  id: string;
  teamId: string;
  sourceId: string;
  deliveryKey: string;
  event: string;
  body: string;
  now: number;
};

/**
 * The same delivery again changes nothing, unless nothing was deployed by it: then somebody sends it once more because what was in the
 * way is mended.
 */
const insertText = `INSERT INTO delivery
    (id, team_id, source_id, delivery_key, event, state, body, decisions, next_attempt_at, created_at)
  VALUES (:id, :teamId, :sourceId, :deliveryKey, :event, 'received', :body, '[]', :now, :now)
  ON CONFLICT (source_id, delivery_key) DO UPDATE SET state = 'received', attempts = 0, next_attempt_at = excluded.created_at
  WHERE state IN ('failed', 'ignored')`;

/** All in one transaction, durable when it resolves. Written as text: building the same query for each call costs more than running it. */
export async function insertDeliveries(db: Database, rows: readonly Received[]): Promise<void> {
  await db.$client.batch(
    rows.map((args) => ({ sql: insertText, args })),
    "write",
  );
}
