import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, getTableColumns, lt, sql } from "drizzle-orm";
import type { PageQuery } from "../../kit/http/page.ts";
import { notFound } from "../../rules/errors.ts";

const { channel, notification } = schema;
const shown = { ...getTableColumns(channel), events: orDamaged(channel.events) };
export type ChannelRow = Awaited<ReturnType<typeof listEnabledChannels>>[number];

const inTeam = (teamId: string, id: string) => and(eq(channel.teamId, teamId), eq(channel.id, id));

export const listChannelRows = (db: Database, teamId: string, page: PageQuery) =>
  db
    .select(shown)
    .from(channel)
    .where(and(eq(channel.teamId, teamId), page.cursor ? lt(channel.id, page.cursor) : undefined))
    .orderBy(desc(channel.id))
    .limit(page.limit + 1);

export const listEnabledChannels = (db: Database, teamId: string) =>
  db
    .select(shown)
    .from(channel)
    .where(and(eq(channel.teamId, teamId), eq(channel.isEnabled, true)));

export async function getChannelRow(db: Database, teamId: string, id: string): Promise<ChannelRow> {
  const [row] = await db.select(shown).from(channel).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("channel");
  return row;
}

export const insertChannel = (db: Database, row: typeof channel.$inferInsert) => db.insert(channel).values(row);

export const updateChannel = (
  db: Database,
  teamId: string,
  change: { id: string; set: Partial<typeof channel.$inferInsert> },
) => db.update(channel).set(change.set).where(inTeam(teamId, change.id));

/** Holds for the revision that was read. */
export const saveChannel = (
  db: Database,
  teamId: string,
  { id, revision, set }: { id: string; revision: number; set: Partial<typeof channel.$inferInsert> },
) =>
  db
    .update(channel)
    .set({ ...set, revision: revision + 1 })
    .where(and(inTeam(teamId, id), eq(channel.revision, revision)));

/** A piece of what a channel that is about to go was ever told. Answers how many went. */
export async function deleteOldNotifications(db: Database, teamId: string, of: { channelId: string; limit: number }) {
  const told = sql`(SELECT n.id FROM notification n WHERE +n.team_id = ${teamId} AND n.channel_id = ${of.channelId}
    AND n.state <> 'waiting' LIMIT ${of.limit})`;
  const gone = await db
    .delete(notification)
    .where(sql`${notification.id} IN ${told}`)
    .returning({ id: notification.id });
  return gone.length;
}

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
        eq(unindexed(notification.teamId), teamId),
        eq(notification.channelId, channelId),
        cursor ? lt(notification.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(notification.id))
    .limit(limit + 1);

/** Telling the same event of the same subject twice is told once: the dedupe key is unique. */
export const insertNotification = (db: Database, row: typeof notification.$inferInsert) =>
  db.insert(notification).values(row).onConflictDoNothing();
