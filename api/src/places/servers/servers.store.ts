import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, count, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import { within } from "../../kit/access/within.store.ts";
import type { PageQuery } from "../../kit/http/page.ts";
import { jsonRows } from "../../kit/sql/json-rows.ts";
import { readAddressSuffix } from "../../people/instance/instance.store.ts";
import { notFound } from "../../rules/errors.ts";
import type { Reach } from "../../rules/permissions.ts";

const { server, runner, destination, resource, resourceTarget, job, step } = schema;
export type ServerRow = typeof server.$inferSelect;
export type ServerChange = Partial<typeof server.$inferInsert>;

const inTeam = (teamId: string, id: string) => and(eq(server.teamId, teamId), eq(server.id, id));

const withRunner = (db: Database) =>
  db
    .select({
      id: server.id,
      teamId: server.teamId,
      server: {
        ...getTableColumns(server),
        checks: orDamaged(server.checks),
        facts: orDamaged(server.facts),
        checkCause: orDamaged(server.checkCause),
        routesCause: orDamaged(server.routesCause),
      },
      runner: {
        id: runner.id,
        name: runner.name,
        sshPublicKey: runner.sshPublicKey,
        lastSeenAt: runner.lastSeenAt,
        revokedAt: runner.revokedAt,
      },
    })
    .from(server)
    .innerJoin(runner, eq(runner.id, server.runnerId));
export type ServerWithRunner = Awaited<ReturnType<typeof withRunner>>[number];

export const listServers = (db: Database, reach: Reach, page: PageQuery) =>
  withRunner(db)
    .where(
      and(
        eq(server.teamId, reach.teamId),
        within(reach, { server: server.id }),
        page.cursor ? lt(server.id, page.cursor) : undefined,
      ),
    )
    .orderBy(desc(server.id))
    .limit(page.limit + 1);

export async function getServer(db: Database, teamId: string, id: string): Promise<ServerWithRunner> {
  const [row] = await withRunner(db).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("server");
  return row;
}

export async function getServerRow(db: Database, teamId: string, id: string): Promise<ServerRow> {
  const [row] = await db.select().from(server).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("server");
  return row;
}

/** For results of jobs: the job row already binds the server to its team, and the server may be gone by now. */
export async function findServerOfJob(db: Database, id: string): Promise<ServerWithRunner | undefined> {
  const [row] = await withRunner(db).where(eq(server.id, id)).limit(1);
  return row;
}

export const insertServer = (db: Database, row: typeof server.$inferInsert) => db.insert(server).values(row);

/** Holds for the revision that was read. */
export const updateServer = (
  db: Database,
  teamId: string,
  { id, revision, set }: { id: string; revision: number; set: ServerChange },
) =>
  db
    .update(server)
    .set({ ...set, revision: revision + 1 })
    .where(and(inTeam(teamId, id), eq(server.revision, revision)));

/** Takes the key over only if it is still the one the person looked at. */
export const confirmSeenKey = (
  db: Database,
  teamId: string,
  { id, fingerprint, now }: { id: string; fingerprint: string; now: number },
) =>
  db
    .update(server)
    .set({
      hostKey: sql`${server.seenHostKey}`,
      hostKeyFingerprint: fingerprint,
      seenHostKey: null,
      seenFingerprint: null,
      state: "pending",
      failedChecks: 0,
      checkCause: null,
      updatedAt: now,
    })
    .where(and(inTeam(teamId, id), eq(server.seenFingerprint, fingerprint)));

/** Queued jobs follow their server to another runner: the one before no longer reaches it. */
export const moveQueuedJobs = (db: Database, teamId: string, { id, runnerId }: { id: string; runnerId: string }) =>
  db
    .update(job)
    // What was too new for the runner before may be had at once by this one.
    .set({
      runnerId,
      availableAt: sql`CASE WHEN ${job.needsContract} IS NULL THEN ${job.availableAt} ELSE ${job.createdAt} END`,
    })
    .where(and(eq(unindexed(job.teamId), teamId), eq(job.serverId, id), sql`${job.state} = 'queued'`));

/** A piece of the history of a server that is about to go, oldest first. Answers how many jobs went. */
export async function deleteEndedJobs(db: Database, teamId: string, of: { serverId: string; limit: number }) {
  const ended = sql`(SELECT j.id FROM job j WHERE +j.team_id = ${teamId} AND j.server_id = ${of.serverId}
    AND j.state NOT IN ('queued', 'running') LIMIT ${of.limit})`;
  const [, gone] = await db.batch([
    db.delete(step).where(inArray(step.jobId, ended)),
    db.delete(job).where(inArray(job.id, ended)).returning({ id: job.id }),
  ]);
  return gone.length;
}

export const deleteServer = (db: Database, teamId: string, id: string) => db.delete(server).where(inTeam(teamId, id));

export async function findLocalServer(db: Database, teamId: string, runnerId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ id: server.id })
    .from(server)
    .where(and(eq(unindexed(server.teamId), teamId), eq(server.runnerId, runnerId), eq(server.kind, "local")))
    .limit(1);
  return row?.id;
}

/** Also one that was stored before names lost the dot at their end. */
export async function findServerAt(db: Database, teamId: string, address: { host: string; port: number }) {
  const [row] = await db
    .select({ id: server.id, name: server.name })
    .from(server)
    .where(
      and(
        eq(server.teamId, teamId),
        inArray(server.host, [address.host, `${address.host}.`]),
        eq(server.port, address.port),
      ),
    )
    .limit(1);
  return row;
}

/** What a page of servers shows besides their rows, one query each for the whole page. */
export async function loadServerExtras(db: Database, teamId: string, ids: string[]) {
  const [twins, destinations, checks, suffix] = await Promise.all([
    db.all<{ of: string; id: string; name: string }>(sql`SELECT t.id AS "of", o.id AS id, o.name AS name FROM server t
      JOIN server o ON o.team_id = t.team_id AND o.is_twin = 0 AND CASE WHEN t.kind = 'local'
        THEN o.kind = 'local' AND o.runner_id = t.runner_id ELSE o.host = t.host AND o.port = t.port END
      WHERE t.id IN (SELECT value FROM json_each(${jsonRows(ids)})) AND t.team_id = ${teamId} AND t.is_twin = 1`),
    db
      .select({
        ...getTableColumns(destination),
        applicationCount: sql<number>`(select count(*) from ${resourceTarget} where ${eq(resourceTarget.destinationId, destination.id)})`,
      })
      .from(destination)
      .where(and(eq(unindexed(destination.teamId), teamId), inArray(destination.serverId, ids)))
      .orderBy(destination.id),
    // Named, because SQLite would rather go through everything that waits for these servers.
    db.all<{ serverId: string }>(sql`SELECT j.server_id AS serverId FROM job j INDEXED BY job_checking
      WHERE j.kind = 'check-server' AND j.state in ('queued','running') AND j.team_id = ${teamId}
        AND j.server_id IN (SELECT value FROM json_each(${jsonRows(ids)}))`),
    readAddressSuffix(db),
  ]);
  const applicationCounts = new Map<string, number>();
  for (const { serverId, applicationCount } of destinations)
    applicationCounts.set(serverId, (applicationCounts.get(serverId) ?? 0) + applicationCount);
  const twinOf = new Map(twins.map(({ of, id, name }) => [of, { id, name }]));
  const checking = new Set(checks.map((row) => row.serverId));
  return { destinations, applicationCounts, twins: twinOf, checking, suffix };
}
export type ServerExtras = Awaited<ReturnType<typeof loadServerExtras>>;

export async function countResourcesOnServer(db: Database, teamId: string, serverId: string): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(resource)
    .innerJoin(resourceTarget, eq(resourceTarget.resourceId, resource.id))
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .where(and(eq(unindexed(resource.teamId), teamId), eq(destination.serverId, serverId)));
  return row?.count ?? 0;
}

/** The result of a job about this server: no person acts, the job's lease is the right to do it. */
export const applyCheckToServer = (db: Database, { id, set }: { id: string; set: ServerChange }) =>
  db.update(server).set(set).where(eq(server.id, id));
