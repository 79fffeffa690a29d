import { type Database, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, getTableColumns, lt, sql } from "drizzle-orm";
import { within } from "../../kit/access/within.store.ts";
import { notFound } from "../../rules/errors.ts";
import type { Reach } from "../../rules/permissions.ts";
import type { DestinationQuery } from "./destinations.schemas.ts";

const { destination, server, resourceTarget } = schema;

const inTeam = (teamId: string, id: string) => and(eq(destination.teamId, teamId), eq(destination.id, id));

const withServer = (db: Database) =>
  db
    .select({
      ...getTableColumns(destination),
      serverName: server.name,
      runnerId: server.runnerId,
      proxy: server.proxy,
      applicationCount: sql<number>`(select count(*) from ${resourceTarget} where ${eq(resourceTarget.destinationId, destination.id)})`,
    })
    .from(destination)
    .innerJoin(server, eq(server.id, destination.serverId));
export type DestinationWithServer = Awaited<ReturnType<typeof withServer>>[number];

export const listDestinations = (db: Database, reach: Reach, { serverId, cursor, limit }: DestinationQuery) =>
  withServer(db)
    .where(
      and(
        eq(unindexed(destination.teamId, serverId !== undefined), reach.teamId),
        within(reach, { server: destination.serverId }),
        serverId ? eq(destination.serverId, serverId) : undefined,
        cursor ? lt(destination.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(destination.id))
    .limit(limit + 1);

export async function getDestination(db: Database, teamId: string, id: string): Promise<DestinationWithServer> {
  const [row] = await withServer(db).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("destination");
  return row;
}

export const insertDestination = (db: Database, row: typeof destination.$inferInsert) =>
  db.insert(destination).values(row);

/** Holds for the revision that was read. */
export const renameDestination = (
  db: Database,
  teamId: string,
  { id, revision, name, now }: { id: string; revision: number; name: string; now: number },
) =>
  db
    .update(destination)
    .set({ name, revision: revision + 1, updatedAt: now })
    .where(and(inTeam(teamId, id), eq(destination.revision, revision)));

export const deleteDestination = (db: Database, teamId: string, id: string) =>
  db.delete(destination).where(inTeam(teamId, id));
