import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, inArray, lt, lte, sql } from "drizzle-orm";
import { notFound } from "../domain/errors.ts";
import type { PageQuery } from "../http/page.ts";

const { channel, notification } = schema;
export type ChannelRow = typeof channel.$inferSelect;
export type NotificationRow = typeof notification.$inferSelect;

const inTeam = (teamId: string, id: string) => and(eq(channel.teamId, teamId), eq(channel.id, id));

export const listChannelRows = (db: Database, teamId: string, page: PageQuery) =>
  db
    .select()
    .from(channel)
    .where(and(eq(channel.teamId, teamId), page.cursor ? lt(channel.id, page.cursor) : undefined))
    .orderBy(desc(channel.id))
    .limit(page.limit + 1);

export const listEnabledChannels = (db: Database, teamId: string) =>
  db
    .select()
    .from(channel)
    .where(and(eq(channel.teamId, teamId), eq(channel.isEnabled, true)));

export async function getChannelRow(db: Database, teamId: string, id: string): Promise<ChannelRow> {
  const [row] = await db.select().from(channel).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("channel");
  return row;
}

export const insertChannel = (db: Database, row: typeof channel.$inferInsert) => db.insert(channel).values(row);

export const updateChannel = (
  db: Database,
  teamId: string,
  change: { id: string; set: Partial<typeof channel.$inferInsert> },
) => db.update(channel).set(change.set).where(inTeam(teamId, change.id));

export const deleteChannel = (db: Database, teamId: string, id: string) => db.delete(channel).where(inTeam(teamId, id));

export const listNotificationRows = (
  db: Database,
  teamId: string,
  { channelId, cursor, limit }: PageQuery & { channelId: string },
) =>
  db
    .select()
    .from(notification)
    .where(
      and(
        eq(notification.teamId, teamId),
        eq(notification.channelId, channelId),
        cursor ? lt(notification.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(notification.id))
    .limit(limit + 1);

/** Telling the same event of the same subject twice is told once: the dedupe key is unique. */
export const insertNotification = (db: Database, row: typeof notification.$inferInsert) =>
  db.insert(notification).values(row).onConflictDoNothing();

/**
 * Takes due notifications of all teams for one attempt: the clock asks, not a person. `heldUntil` is when they are due again should
 * this process die while it sends. One statement, so that two senders never take the same one.
 */
export const takeDueNotifications = (
  db: Database,
  { now, heldUntil, limit }: { now: number; heldUntil: number; limit: number },
) =>
  db
    .update(notification)
    .set({ attempts: sql`${notification.attempts} + 1`, nextAttemptAt: heldUntil })
    .where(
      and(
        eq(notification.state, "waiting"),
        inArray(
          notification.id,
          db
            .select({ id: notification.id })
            .from(notification)
            .where(and(eq(notification.state, "waiting"), lte(notification.nextAttemptAt, now)))
            .orderBy(notification.nextAttemptAt)
            .limit(limit),
        ),
      ),
    )
    .returning();

type Attempt = { id: string; attempts: number; set: Partial<typeof notification.$inferInsert> };
/** Only the sender that made this attempt may say how it ended. */
export const endAttempt = (db: Database, teamId: string, { id, attempts, set }: Attempt) =>
  db
    .update(notification)
    .set(set)
    .where(
      and(
        eq(notification.teamId, teamId),
        eq(notification.id, id),
        eq(notification.attempts, attempts),
        eq(notification.state, "waiting"),
      ),
    );
