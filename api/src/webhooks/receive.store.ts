import { type Database, schema } from "@fairlead/db";
import { eq, sql } from "drizzle-orm";

const { delivery, source, team } = schema;

/** The unguessable part of the URL names the source, and with it the team: nobody is signed in here. */
export async function findSourceByWebhookKey(db: Database, webhookKey: string) {
  const [row] = await db
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
    .where(eq(source.webhookKey, webhookKey))
    .limit(1);
  return row;
}
export type WebhookSource = NonNullable<Awaited<ReturnType<typeof findSourceByWebhookKey>>>;

/** The same delivery again changes nothing, unless it had failed for good: then the forge's retry is one more try. */
export const insertDelivery = (db: Database, row: typeof delivery.$inferInsert) =>
  db
    .insert(delivery)
    .values(row)
    .onConflictDoUpdate({
      target: [delivery.sourceId, delivery.deliveryKey],
      set: { state: "received", attempts: 0, nextAttemptAt: row.createdAt },
      setWhere: sql`${delivery.state} = 'failed'`,
    });
