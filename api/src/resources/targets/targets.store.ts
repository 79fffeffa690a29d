import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";

const { deployment, destination, job, resource, resourceTarget, runner, server } = schema;

/** Its servers in the order in which people named them, for jobs and routes. One that it is leaving is told as such. */
export const listPlacements = (db: Database, teamId: string, resourceId: string) =>
  db
    .select({
      id: server.id,
      teamId: server.teamId,
      name: server.name,
      host: server.host,
      state: server.state,
      proxy: server.proxy,
      runnerId: server.runnerId,
      runnerName: runner.name,
      runnerLastSeenAt: runner.lastSeenAt,
      runnerRevokedAt: runner.revokedAt,
      destinationId: resourceTarget.destinationId,
      network: destination.network,
      deploymentId: resourceTarget.deploymentId,
      isLeaving: sql<number>`${resourceTarget.state} = 'removing'`.mapWith(Boolean),
    })
    .from(resourceTarget)
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .innerJoin(runner, eq(runner.id, server.runnerId))
    .where(and(eq(unindexed(resourceTarget.teamId), teamId), eq(resourceTarget.resourceId, resourceId)))
    .orderBy(resourceTarget.position);
export type TargetPlacement = Awaited<ReturnType<typeof listPlacements>>[number];

/** Those where it runs, and goes on running. */
export const listStaying = async (db: Database, teamId: string, resourceId: string): Promise<TargetPlacement[]> =>
  (await listPlacements(db, teamId, resourceId)).filter(({ isLeaving }) => !isLeaving);

/** What is shown of each. */
export const targetsOf = (db: Database, teamId: string, resourceId: string) =>
  db
    .select({
      destinationId: resourceTarget.destinationId,
      server: {
        id: server.id,
        name: server.name,
        state: server.state,
        runnerLastSeenAt: runner.lastSeenAt,
        runnerRevokedAt: runner.revokedAt,
      },
      state: resourceTarget.state,
      stateObservedAt: resourceTarget.stateObservedAt,
      activeNumber: deployment.number,
      isBehind: resourceTarget.isBehind,
    })
    .from(resourceTarget)
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .innerJoin(runner, eq(runner.id, server.runnerId))
    .leftJoin(deployment, eq(deployment.id, resourceTarget.deploymentId))
    .where(and(eq(unindexed(resourceTarget.teamId), teamId), eq(resourceTarget.resourceId, resourceId)))
    .orderBy(resourceTarget.position);

type NewTarget = { resourceId: string; destinationId: string; teamId: string; position: number; now: number };

/** A target of a resource that serves elsewhere already is behind from its first moment. One that it was leaving comes back. */
export const insertTarget = (db: Database, { now, ...row }: NewTarget) =>
  db.insert(resourceTarget).values({
    ...row,
    state: "new",
    isBehind: sql`EXISTS (SELECT 1 FROM deployment d WHERE d.resource_id = ${row.resourceId} AND d.is_active = 1)`,
    createdAt: now,
  });

const isOne = (of: { resourceId: string; destinationId: string }) =>
  and(eq(resourceTarget.resourceId, of.resourceId), eq(resourceTarget.destinationId, of.destinationId));

export const moveTarget = (db: Database, of: { resourceId: string; destinationId: string; position: number }) =>
  db.update(resourceTarget).set({ position: of.position }).where(isOne(of));

/** What runs there is being taken away. */
export const leaveTarget = (db: Database, of: { resourceId: string; destinationId: string }) =>
  db.update(resourceTarget).set({ state: "removing" }).where(isOne(of));

const openDeploy = (of: { resourceId: string; destinationId: string }) => sql`SELECT j.id FROM job j
  WHERE j.subject_id = ${of.resourceId} AND j.kind = 'deploy' AND j.state IN ('queued', 'running')
    AND +j.server_id = (SELECT d.server_id FROM destination d WHERE d.id = ${of.destinationId})`;

/** The same, unless a release is being brought out there since that was asked (`isAtWork`). */
export const leaveIdleTarget = (db: Database, of: { resourceId: string; destinationId: string }) =>
  db
    .update(resourceTarget)
    .set({ state: "removing" })
    .where(and(isOne(of), sql`NOT EXISTS (${openDeploy(of)})`));

/** Nothing of the resource is left on this server. Only where it was to go: it may have come back meanwhile. */
export const deleteTargetAt = (
  db: Database,
  { resourceId, serverId }: { resourceId: string; serverId: string | null },
) =>
  db.delete(resourceTarget).where(
    and(
      eq(resourceTarget.resourceId, resourceId),
      serverId === null
        ? undefined
        : sql`${resourceTarget.destinationId} IN (SELECT d.id FROM destination d WHERE d.server_id = ${serverId})
            AND (${resourceTarget.state} = 'removing'
              OR EXISTS (SELECT 1 FROM resource r WHERE r.id = ${resourceTarget.resourceId} AND r.state = 'removing'))`,
    ),
  );

/** The first of its targets is the one that it is told by; where that one went it is the next. */
export const followFirst = (db: Database, resourceId: string) =>
  db
    .update(resource)
    .set({
      destinationId: sql`coalesce((SELECT t.destination_id FROM resource_target t WHERE t.resource_id = ${resource.id}
        ORDER BY t.state = 'removing', t.position LIMIT 1), ${resource.destinationId})`,
    })
    .where(
      and(
        eq(resource.id, resourceId),
        sql`NOT EXISTS (SELECT 1 FROM resource_target t WHERE t.resource_id = ${resource.id} AND t.destination_id = ${resource.destinationId})`,
      ),
    );

/** Whether a release is being brought out there, or waits for it. */
export async function isAtWork(db: Database, teamId: string, of: { resourceId: string; destinationId: string }) {
  const rows = await db
    .select({ id: job.id })
    .from(job)
    .where(
      and(
        eq(unindexed(job.teamId), teamId),
        // What waits or runs on one server, not what ever ran of one resource.
        eq(unindexed(job.subjectId), of.resourceId),
        sql`${job.kind} = 'deploy' AND ${job.state} IN ('queued', 'running')`,
        sql`${job.serverId} = (SELECT d.server_id FROM destination d WHERE d.id = ${of.destinationId})`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}
