import { type Database, schema } from "@fairlead/db";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Lane } from "../../rules/next-lanes.ts";

const { notification } = schema;
export type NotificationRow = typeof notification.$inferSelect;

// The outbox works for all teams: the clock asks, not a person. What is written out is what the partial index holds.
const isWaiting = sql`state = 'waiting'`;

/** Channels with a notification that is due, longest waiting first, and their teams. Leaps from channel to channel. */
export const listDueChannels = (db: Database, now: number): Promise<Lane[]> =>
  db.all<Lane>(sql`
    WITH RECURSIVE lane(id) AS (
      SELECT min(channel_id) FROM notification WHERE ${isWaiting}
      UNION ALL
      SELECT (SELECT min(channel_id) FROM notification WHERE ${isWaiting} AND channel_id > lane.id)
      FROM lane WHERE lane.id IS NOT NULL
    )
    SELECT lane.id AS key, c.team_id AS team FROM lane JOIN channel c ON c.id = lane.id
    WHERE ${firstDueAt} <= ${now} ORDER BY ${firstDueAt}`);

const firstDueAt = sql`(SELECT min(n.next_attempt_at) FROM notification n WHERE n.channel_id = lane.id AND n.${isWaiting})`;

type Take = { channelId: string; now: number; heldUntil: number; limit: number };

/**
 * Takes due notifications of one channel for one attempt each. `heldUntil` is when they are due again should this process die while it
 * sends. One statement, so that two senders never take the same one.
 */
export const takeNotifications = (db: Database, { channelId, now, heldUntil, limit }: Take) =>
  db
    .update(notification)
    .set({ attempts: sql`${notification.attempts} + 1`, nextAttemptAt: heldUntil })
    .where(
      inArray(
        notification.id,
        sql`(SELECT n.id FROM notification n WHERE n.channel_id = ${channelId} AND n.${isWaiting}
          AND n.next_attempt_at <= ${now} ORDER BY n.next_attempt_at, n.id LIMIT ${limit})`,
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
