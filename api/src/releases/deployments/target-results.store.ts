import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, eq, inArray, sql } from "drizzle-orm";

const { deployment, deploymentTarget, destination, job, resourceTarget, server } = schema;

const columns = {
  deploymentId: deploymentTarget.deploymentId,
  destinationId: deploymentTarget.destinationId,
  position: deploymentTarget.position,
  server: { id: server.id, name: server.name },
  status: deploymentTarget.status,
  cause: orDamaged(deploymentTarget.cause),
  image: deploymentTarget.image,
  jobId: deploymentTarget.jobId,
  attempt: job.attempt,
  startedAt: job.startedAt,
  liveAt: deploymentTarget.liveAt,
  finishedAt: deploymentTarget.finishedAt,
  /** The release that serves there now; null when none does, or the resource has left that server. */
  servingId: resourceTarget.deploymentId,
  servingNumber: sql<number | null>`(SELECT s.number FROM deployment s WHERE s.id = ${resourceTarget.deploymentId})`,
  isLeft: sql<number>`${resourceTarget.resourceId} IS NULL`.mapWith(Boolean),
};

const results = (db: Database) =>
  db
    .select(columns)
    .from(deploymentTarget)
    .innerJoin(deployment, eq(deployment.id, deploymentTarget.deploymentId))
    .innerJoin(destination, eq(destination.id, deploymentTarget.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .leftJoin(job, eq(job.id, deploymentTarget.jobId))
    .leftJoin(
      resourceTarget,
      and(
        eq(resourceTarget.resourceId, deployment.resourceId),
        eq(resourceTarget.destinationId, deploymentTarget.destinationId),
      ),
    );
export type TargetRow = Awaited<ReturnType<typeof results>>[number];

const inOrder = (rows: TargetRow[]) => rows.toSorted((a, b) => a.position - b.position);

/** What became of one deployment at each of its targets. Asked for by its own job, so no team is given. */
export const listTargets = (db: Database, deploymentId: string) =>
  results(db).where(eq(deploymentTarget.deploymentId, deploymentId)).then(inOrder);

/** The same of many, for a page of them. */
export const listTargetsOf = (db: Database, teamId: string, deploymentIds: readonly string[]) =>
  results(db)
    .where(
      and(eq(unindexed(deploymentTarget.teamId), teamId), inArray(deploymentTarget.deploymentId, [...deploymentIds])),
    )
    .then(inOrder);

/** Changes nothing unless the other targets are as they were read: the batch hangs on it, or two that end at once would each wait for the other. */
export const holdOthers = (db: Database, { deploymentId, targets, jobId }: Held) =>
  db
    .update(deployment)
    .set({ status: sql`${deployment.status}` })
    .where(
      and(
        eq(deployment.id, deploymentId),
        sql`NOT EXISTS (SELECT 1 FROM deployment_target t WHERE t.deployment_id = ${deploymentId} AND t.job_id IS NOT ${jobId}
          AND t.destination_id || ' ' || t.status NOT IN (SELECT value FROM json_each(${othersOf(targets, jobId)})))`,
      ),
    );
type Held = { deploymentId: string; jobId: string; targets: readonly TargetRow[] };

const othersOf = (targets: readonly TargetRow[], jobId: string) =>
  JSON.stringify(targets.flatMap((each) => (each.jobId === jobId ? [] : [`${each.destinationId} ${each.status}`])));

export const insertTargets = (db: Database, rows: readonly (typeof deploymentTarget.$inferInsert)[]) =>
  db.insert(deploymentTarget).values([...rows]);

/** Images that a release left on the servers where it served. What a server never ran may be gone there. */
export const listImages = (db: Database, teamId: string, deploymentId: string) =>
  db
    .select({ destinationId: deploymentTarget.destinationId, image: deploymentTarget.image })
    .from(deploymentTarget)
    .where(
      and(
        eq(unindexed(deploymentTarget.teamId), teamId),
        eq(deploymentTarget.deploymentId, deploymentId),
        eq(deploymentTarget.status, "succeeded"),
      ),
    );
