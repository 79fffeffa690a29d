import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, getTableColumns, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import { jsonRows } from "../../kit/sql/json-rows.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { notFound } from "../../rules/errors.ts";
import type { VolumeQuery } from "./volumes.schemas.ts";

const { application, resource, server, volume } = schema;
/** A share that cannot be read keeps nothing else of the list from being shown. */
const readable = { ...getTableColumns(volume), share: orDamaged(volume.share) };
const allOf = (db: Database) => db.select(readable).from(volume);
export type VolumeRow = Awaited<ReturnType<typeof allOf>>[number];
export type SeenVolumeRow = VolumeRow & { serverName: string; runnerId: string };

const withServer = (db: Database) =>
  db
    .select({ volume: readable, serverName: server.name, runnerId: server.runnerId })
    .from(volume)
    .innerJoin(server, eq(server.id, volume.serverId));
const flat = ({ volume: row, ...rest }: { volume: VolumeRow; serverName: string; runnerId: string }) => ({
  ...row,
  ...rest,
});

export async function listVolumes(db: Database, teamId: string, query: VolumeQuery): Promise<SeenVolumeRow[]> {
  const rows = await withServer(db)
    .where(
      and(
        eq(volume.teamId, teamId),
        query.cursor ? lt(volume.id, query.cursor) : undefined,
        query.serverId ? eq(unindexed(volume.serverId), query.serverId) : undefined,
        query.state ? eq(unindexed(volume.state), query.state) : undefined,
      ),
    )
    .orderBy(desc(volume.id))
    .limit(query.limit + 1);
  return rows.map(flat);
}

export async function getVolume(db: Database, teamId: string, id: string): Promise<SeenVolumeRow> {
  const [row] = await withServer(db)
    .where(and(eq(volume.id, id), eq(unindexed(volume.teamId), teamId)))
    .limit(1);
  if (!row) throw notFound("volume");
  return flat(row);
}

export const listByIds = (db: Database, teamId: string, ids: readonly string[]): Promise<VolumeRow[]> =>
  allOf(db).where(and(inArray(volume.id, [...ids]), eq(unindexed(volume.teamId), teamId)));

/** Damaged settings mount nothing that anybody could read. */
const mountsIn = sql`json_each(iif(json_valid(${application.container}), ${application.container}, '{}'), '$.mounts')`;
const mount = (field: string) => sql<string>`mount.value ->> ${`$.${field}`}`;

export type Mounted = { volume: string; id: string; name: string; path: string; isReadOnly: number };

/** Which applications of the team mount them, by their settings. */
export const listUsers = (db: Database, teamId: string, ids: readonly string[]): Promise<Mounted[]> =>
  db.all<Mounted>(sql`
    SELECT ${mount("volume")} AS volume, ${application.id} AS id, ${resource.name} AS name,
      ${mount("path")} AS path, ${mount("isReadOnly")} AS isReadOnly
    FROM ${application} JOIN ${resource} ON ${resource.id} = ${application.id}, ${mountsIn} AS mount
    WHERE ${application.teamId} = ${teamId} AND ${mount("volume")} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
    LIMIT 1000`);

type MountsAsked = { application: string; mounts: readonly { volume: string; isReadOnly: boolean }[] };

/**
 * Put behind a save: nothing of its batch is written when one of these volumes went to the trash, or found another application that
 * writes it, since that was looked at. Told as `ifChanged` tells it.
 */
export const volumesAreFree = (db: Database, teamId: string, { application: id, mounts }: MountsAsked): Statement => {
  const all = mounts.map((each) => each.volume);
  const written = mounts.filter(({ isReadOnly }) => !isReadOnly).map((each) => each.volume);
  return db.all(sql`SELECT CASE WHEN EXISTS (
    SELECT 1 FROM json_each(${jsonRows(all)}) asked
    WHERE NOT EXISTS (SELECT 1 FROM volume WHERE id = asked.value AND team_id = ${teamId} AND state = 'active')
  ) OR EXISTS (
    SELECT 1 FROM ${application}, ${mountsIn} AS mount
    WHERE ${application.teamId} = ${teamId} AND ${application.id} <> ${id} AND NOT ${mount("isReadOnly")}
      AND ${mount("volume")} IN (SELECT asked.value FROM json_each(${jsonRows(written)}) asked
        JOIN volume v ON v.id = asked.value AND v.share IS NULL)
  ) THEN json('a volume is taken') ELSE 1 END`);
};

export const insertVolume = (db: Database, row: typeof volume.$inferInsert) => db.insert(volume).values(row);

type Moved = { teamId: string; id: string; now: number };

/** Holds while it is not in the trash and nobody mounts it. */
export const trash = (db: Database, { teamId, id, now, purgeAt }: Moved & { purgeAt: number }) =>
  db
    .update(volume)
    .set({ state: "trashed", trashedAt: now, purgeAt, purgeNote: null, updatedAt: now })
    .where(
      and(
        eq(volume.id, id),
        eq(unindexed(volume.teamId), teamId),
        eq(unindexed(volume.state), "active"),
        sql`NOT EXISTS (SELECT 1 FROM ${application}, ${mountsIn} AS mount
          WHERE ${application.teamId} = ${teamId} AND ${mount("volume")} = ${id})`,
      ),
    );

/** Holds while nobody has begun to take it away. */
export const restore = (db: Database, { teamId, id, now }: Moved) =>
  db
    .update(volume)
    .set({ state: "active", trashedAt: null, purgeAt: null, purgeNote: null, updatedAt: now })
    .where(and(eq(volume.id, id), eq(unindexed(volume.teamId), teamId), eq(unindexed(volume.state), "trashed")));

/** The volumes of a release that serves are on the server. */
export const markMade = (db: Database, of: { teamId: string; deploymentId: string; now: number }) =>
  db
    .update(volume)
    .set({ madeAt: of.now })
    .where(
      and(
        sql`${volume.id} IN (SELECT m.value ->> '$.volume' FROM deployment d,
          json_each(iif(json_valid(d.spec), d.spec, '{}'), '$.container.mounts') m
          WHERE d.id = ${of.deploymentId} AND d.team_id = ${of.teamId})`,
        eq(unindexed(volume.teamId), of.teamId),
        isNull(unindexed(volume.madeAt)),
      ),
    );

// Over all teams: it is the clock that asks, not a person.

/** From here on a volume does not come back. */
export const beginPurge = (db: Database, { now, limit }: { now: number; limit: number }) =>
  db
    .update(volume)
    .set({ state: "purging", updatedAt: now })
    .where(
      inArray(
        volume.id,
        db
          .select({ id: volume.id })
          .from(volume)
          .where(and(sql`${volume.state} = 'trashed'`, lte(volume.purgeAt, now)))
          .orderBy(volume.purgeAt)
          .limit(limit),
      ),
    )
    .returning({ id: volume.id });

type ServerOfVolumes = { teamId: string; serverId: string; runnerId: string };

/** Servers from which volumes are still to be taken, once for each of them. */
export const listPurgingServers = (db: Database): Promise<ServerOfVolumes[]> =>
  db
    .select({ teamId: server.teamId, serverId: server.id, runnerId: server.runnerId })
    .from(volume)
    .innerJoin(server, eq(server.id, volume.serverId))
    .where(sql`${volume.state} = 'purging'`)
    .limit(1_000);

/** Servers with volumes that nobody has measured since then, once for each of them. */
export const listUnmeasuredServers = (db: Database, since: number): Promise<ServerOfVolumes[]> =>
  db
    .select({ teamId: server.teamId, serverId: server.id, runnerId: server.runnerId })
    .from(volume)
    .innerJoin(server, eq(server.id, volume.serverId))
    .where(or(isNull(volume.measuredAt), lt(volume.measuredAt, since)))
    .limit(1_000);

export const listOnServer = (
  db: Database,
  { serverId, isPurging, limit }: { serverId: string; isPurging: boolean; limit: number },
): Promise<VolumeRow[]> =>
  allOf(db)
    .where(and(eq(volume.serverId, serverId), isPurging ? sql`${volume.state} = 'purging'` : undefined))
    .limit(limit);

type OfServer = { serverId: string; now: number };

/** What was looked at and is not among those that were measured is there no more, or not yet. */
export const markMeasured = (db: Database, { serverId, now, ids }: OfServer & { ids: readonly string[] }) =>
  db
    .update(volume)
    .set({ measuredAt: now, sizeBytes: null, containers: null })
    .where(and(inArray(volume.id, [...ids]), eq(unindexed(volume.serverId), serverId)));

type Measured = { id: string; sizeBytes: number | null; containers: number | null };
export const saveMeasure = (db: Database, { serverId, now, id, ...seen }: OfServer & Measured) =>
  db
    .update(volume)
    .set({ ...seen, measuredAt: now, madeAt: sql`coalesce(${volume.madeAt}, ${now})` })
    .where(and(eq(volume.id, id), eq(unindexed(volume.serverId), serverId)));

export const deletePurged = (db: Database, { serverId, id }: { serverId: string; id: string }) =>
  db
    .delete(volume)
    .where(and(eq(volume.id, id), eq(unindexed(volume.serverId), serverId), eq(unindexed(volume.state), "purging")));

/** Back into the trash, with what stood in the way. */
export const postponePurge = (
  db: Database,
  { serverId, id, now, purgeAt, note }: OfServer & { id: string; purgeAt: number; note: string },
) =>
  db
    .update(volume)
    .set({ state: "trashed", purgeAt, purgeNote: note, updatedAt: now })
    .where(and(eq(volume.id, id), eq(unindexed(volume.serverId), serverId), eq(unindexed(volume.state), "purging")));
