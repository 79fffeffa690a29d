import { type Database, orDamaged, schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";

const { deployment, deploymentTarget, destination, job, resource, resourceTarget, runner, server } = schema;

const hasOpen = sql`EXISTS (SELECT 1 FROM deployment o WHERE o.resource_id = ${resourceTarget.resourceId}
  AND o.status IN ('queued', 'running', 'live', 'cancelling'))`;

/** Targets that are behind where nothing is under way, on servers that answer, with the release that they lack. Over all teams. */
export const listBehind = (db: Database, { limit }: { limit: number }) =>
  db
    .select({
      teamId: resourceTarget.teamId,
      resourceId: resourceTarget.resourceId,
      destinationId: resourceTarget.destinationId,
      position: resourceTarget.position,
      deploymentId: deployment.id,
      serverId: server.id,
      runnerId: server.runnerId,
      serverSeenAt: server.lastSeenAt,
      status: deploymentTarget.status,
      cause: orDamaged(deploymentTarget.cause),
      finishedAt: deploymentTarget.finishedAt,
      attempt: job.attempt,
    })
    .from(resourceTarget)
    .innerJoin(resource, eq(resource.id, resourceTarget.resourceId))
    .innerJoin(deployment, and(eq(deployment.resourceId, resource.id), sql`${deployment.isActive} = 1`))
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .innerJoin(runner, eq(runner.id, server.runnerId))
    .leftJoin(
      deploymentTarget,
      and(
        eq(deploymentTarget.deploymentId, deployment.id),
        eq(deploymentTarget.destinationId, resourceTarget.destinationId),
      ),
    )
    .leftJoin(job, eq(job.id, deploymentTarget.jobId))
    .where(
      and(
        sql`${resourceTarget.isBehind} = 1`,
        sql`${resourceTarget.state} <> 'removing' AND ${resource.state} <> 'removing'`,
        sql`${server.state} IN ('ready', 'warning') AND ${runner.revokedAt} IS NULL`,
        sql`NOT ${hasOpen}`,
      ),
    )
    .limit(limit);
export type BehindRow = Awaited<ReturnType<typeof listBehind>>[number];

/** Changes nothing unless the target is still behind that very release and nothing else is under way: the batch hangs on it. */
export const holdBehind = (db: Database, of: BehindRow) =>
  db
    .update(resourceTarget)
    .set({ isBehind: true })
    .where(
      and(
        eq(resourceTarget.resourceId, of.resourceId),
        eq(resourceTarget.destinationId, of.destinationId),
        sql`${resourceTarget.isBehind} = 1 AND ${resourceTarget.state} <> 'removing' AND NOT ${hasOpen}`,
        sql`EXISTS (SELECT 1 FROM deployment a JOIN resource r ON r.id = a.resource_id
          WHERE a.id = ${of.deploymentId} AND a.is_active = 1 AND r.state <> 'removing')`,
      ),
    );

/** Opens the result of the release at this target; only from the one that was read, so that it is asked for once. */
export const openTarget = (db: Database, of: BehindRow, jobId: string) => {
  const { deploymentId, destinationId, teamId, position, status } = of;
  const row = { deploymentId, destinationId, teamId, position, status: "queued" as const, jobId };
  return db
    .insert(deploymentTarget)
    .values(row)
    .onConflictDoUpdate({
      target: [deploymentTarget.deploymentId, deploymentTarget.destinationId],
      set: { status: "queued", jobId, cause: null, liveAt: null, finishedAt: null },
      setWhere: sql`${deploymentTarget.status} = ${status ?? ""}`,
    });
};

/** Targets that a resource is leaving, on servers that answer, for which nobody works any more. Over all teams. */
export const listLeft = (db: Database, { limit }: { limit: number }) =>
  db
    .select({
      teamId: resourceTarget.teamId,
      resourceId: resourceTarget.resourceId,
      serverId: server.id,
      runnerId: server.runnerId,
    })
    .from(resourceTarget)
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .innerJoin(resource, eq(resource.id, resourceTarget.resourceId))
    .where(
      and(
        sql`${resourceTarget.state} = 'removing' AND ${resource.state} <> 'removing'`,
        sql`${server.state} IN ('ready', 'warning')`,
        sql`NOT EXISTS (SELECT 1 FROM job j WHERE j.subject_id = ${resourceTarget.resourceId} AND j.kind = 'remove'
          AND +j.server_id = ${server.id} AND (j.finished_at IS NULL OR j.finished_at > ${server.lastSeenAt}))`,
      ),
    )
    .limit(limit);
