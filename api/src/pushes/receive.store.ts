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
      webhookKey: source.webhookKey,
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
  /** What it was judged by. */
  by: WebhookSource;
  deliveryKey: string;
  event: string;
  body: string;
  now: number;
};

const columns = "(id, team_id, source_id, delivery_key, event, state, body, decisions, next_attempt_at, created_at)";

/**
 * The same delivery again changes nothing, unless nothing was deployed by it: then somebody sends it once more because what was in the
 * way is mended.
 */
const again = `
  ON CONFLICT (source_id, delivery_key) DO UPDATE SET state = 'received', attempts = 0, next_attempt_at = excluded.created_at
  WHERE state IN ('failed', 'ignored')`;

// Written as text: building the same query for each call costs more than running it.

/** So many rows of one source, while it is what they were judged by. */
const textFor = (count: number) => `INSERT INTO delivery ${columns}
  SELECT r.column1, s.team_id, s.id, r.column2, r.column3, 'received', r.column4, '[]', r.column5, r.column5
  FROM (VALUES ${Array(count).fill("(?, ?, ?, ?, ?)").join(", ")}) r CROSS JOIN source s CROSS JOIN team t
  WHERE s.id = ? AND s.team_id = ? AND s.webhook_key = ? AND s.forge = ? AND s.webhook_secret = ?
    AND s.previous_webhook_secret IS ? AND s.previous_secret_ends_at IS ? AND t.id = s.team_id AND t.wrapped_key = ?${again}
  RETURNING delivery_key`;

/** Few lengths, so that few statements are kept. */
const lengths = [16, 8, 4, 2, 1] as const;
const texts = new Map<number, string>(lengths.map((length) => [length, textFor(length)]));

type Part = { by: WebhookSource; rows: readonly Received[] };

function partsOf(rows: readonly Received[]): Part[] {
  const bySource = new Map<WebhookSource, Received[]>();
  for (const row of rows) bySource.set(row.by, [...(bySource.get(row.by) ?? []), row]);
  return Array.from(bySource).flatMap(([by, all]) => cut(all).map((some) => ({ by, rows: some })));
}

function cut(rows: readonly Received[]): Received[][] {
  const length = lengths.find((each) => each <= rows.length);
  return length === undefined ? [] : [rows.slice(0, length), ...cut(rows.slice(length))];
}

const statementFor = ({ by, rows }: Part) => ({
  sql: texts.get(rows.length) ?? textFor(rows.length),
  args: [
    ...rows.flatMap(({ id, deliveryKey, event, body, now }) => [id, deliveryKey, event, body, now]),
    ...[by.id, by.teamId, by.webhookKey, by.forge, by.webhookSecret],
    ...[by.previousWebhookSecret, by.previousSecretEndsAt, by.wrappedKey],
  ],
});

/**
 * All in one transaction, durable when it resolves. Answers which are stored for certain: of the others the source is not any more what
 * they were judged by, or they are known already.
 */
export async function insertDeliveries(db: Database, rows: readonly Received[]): Promise<ReadonlySet<Received>> {
  const parts = partsOf(rows);
  const results = await db.$client.batch(parts.map(statementFor), "write");
  const stored = parts.flatMap((part, at) => {
    const keys = new Set(results[at]?.rows.map((row) => row[0]));
    return part.rows.filter(({ deliveryKey }) => keys.has(deliveryKey));
  });
  return new Set(stored);
}

/** Whatever became of its source since it was read. */
export async function insertDelivery(db: Database, { id, by, deliveryKey, event, body, now }: Received): Promise<void> {
  const sql = `INSERT INTO delivery ${columns} VALUES (?, ?, ?, ?, ?, 'received', ?, '[]', ?, ?)${again}`;
  await db.$client.batch([{ sql, args: [id, by.teamId, by.id, deliveryKey, event, body, now, now] }], "write");
}
