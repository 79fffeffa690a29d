import { type Database, schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";

const { forgotten } = schema;

/** So many are looked for at a time; the next look finds the others. */
const limit = 1_000;

type At = { teamId: string; resourceId: string; serverId: string };

export const insertForgotten = (db: Database, at: At, now: number) =>
  db
    .insert(forgotten)
    .values({ ...at, createdAt: now })
    .onConflictDoUpdate({
      target: [forgotten.teamId, forgotten.resourceId, forgotten.serverId],
      set: { createdAt: now },
    });

/** What of the team was given up anywhere and has no place on this server: by another name it may be the same machine. */
export async function listForgotten(db: Database, { teamId, serverId }: { teamId: string; serverId: string }) {
  const rows = await db.all<{ id: string }>(sql`SELECT DISTINCT f.resource_id AS id FROM forgotten f
    WHERE f.team_id = ${teamId} AND NOT EXISTS (SELECT 1 FROM resource_target t CROSS JOIN destination d ON d.id = t.destination_id
      WHERE t.resource_id = f.resource_id AND d.server_id = ${serverId}) LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

/** Nothing of it is left on this server. */
export const dropForgottenAt = (db: Database, { teamId, resourceId, serverId }: At) =>
  db
    .delete(forgotten)
    .where(and(eq(forgotten.teamId, teamId), eq(forgotten.resourceId, resourceId), eq(forgotten.serverId, serverId)));
