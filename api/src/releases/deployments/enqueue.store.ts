import { type Database, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, inArray, lt, ne, sql } from "drizzle-orm";
import { rolledUp } from "../../work/jobs/targets.store.ts";

const { deployment, deploymentTarget, job, resource } = schema;

export const insertDeployment = (db: Database, row: typeof deployment.$inferInsert) =>
  db.insert(deployment).values(row);

/**
 * Never backwards, whichever of two racing deployments comes last. Changes nothing when the resource is being removed or gone: the
 * batch hangs on it, so that nothing is begun behind a removal.
 */
export const countDeployment = (db: Database, teamId: string, of: { resourceId: string; number: number }) =>
  db
    .update(resource)
    .set({ deploymentCount: sql`max(${resource.deploymentCount}, ${of.number})` })
    .where(and(eq(resource.teamId, teamId), eq(resource.id, of.resourceId), ne(resource.state, "removing")));

/**
 * A newer deployment takes the place of older ones of its application wherever nobody has begun them, whoever asked: what would have been
 * in the end is the same, and the queue holds one wish of each application and server.
 */
export function supersedeOlder(
  db: Database,
  teamId: string,
  by: { id: string; resourceId: string; number: number; now: number },
) {
  const neverBegun = db
    .select({ id: job.id })
    .from(job)
    .where(
      and(
        eq(job.subjectId, by.resourceId),
        sql`${job.kind} = 'deploy' AND ${job.state} = 'queued' AND ${job.startedAt} IS NULL`,
        ne(job.deploymentId, by.id),
      ),
    );
  const whole = rolledUp(deployment.id);
  const isOver = sql`${whole} NOT IN ('queued', 'running', 'live', 'cancelling')`;
  const servesSomewhere = sql`EXISTS (SELECT 1 FROM deployment_target t WHERE t.deployment_id = ${deployment.id}
    AND t.status IN ('live', 'succeeded'))`;
  return [
    db
      .update(deploymentTarget)
      .set({ status: "superseded", finishedAt: by.now })
      .where(
        and(
          eq(deploymentTarget.status, "queued"),
          inArray(deploymentTarget.jobId, neverBegun),
          sql`(SELECT d.number FROM deployment d WHERE d.id = ${deploymentTarget.deploymentId}) < ${by.number}`,
        ),
      ),
    db
      .update(deployment)
      .set({
        status: sql`coalesce(${whole}, ${deployment.status})`,
        supersededBy: by.id,
        finishedAt: sql`iif(${isOver}, ${by.now}, ${deployment.finishedAt})`,
        // It will never run: its variables are not needed, and a queue of pushes must not hold each a copy of them.
        variables: sql`iif(${isOver} AND NOT ${servesSomewhere}, '', ${deployment.variables})`,
      })
      .where(
        and(
          eq(unindexed(deployment.teamId), teamId),
          eq(deployment.resourceId, by.resourceId),
          inArray(deployment.status, ["queued", "running"]),
          lt(deployment.number, by.number),
          sql`EXISTS (SELECT 1 FROM deployment_target t WHERE t.deployment_id = ${deployment.id} AND t.status = 'superseded')`,
        ),
      ),
    db
      .update(job)
      .set({ state: "cancelled", finishedAt: by.now, note: "A newer deployment took its place." })
      .where(
        and(
          eq(unindexed(job.teamId), teamId),
          eq(job.subjectId, by.resourceId),
          sql`${job.state} = 'queued' AND ${job.startedAt} IS NULL`,
          sql`EXISTS (SELECT 1 FROM deployment_target t WHERE t.job_id = ${job.id} AND t.status = 'superseded')`,
        ),
      ),
  ] as const;
}

export async function findByNaturalKey(db: Database, resourceId: string, naturalKey: string) {
  const [row] = await db
    .select({ id: deployment.id, number: deployment.number, deliveryId: deployment.deliveryId })
    .from(deployment)
    .where(and(eq(deployment.resourceId, resourceId), eq(deployment.naturalKey, naturalKey)))
    .limit(1);
  return row;
}

/** More never wait behind one another: what waited was superseded by what came before. */
const mostWaiting = 20;

/** Deployments whose place another one took. */
export function listSuperseded(db: Database, teamId: string, by: { id: string; resourceId: string; number: number }) {
  const before = db
    .select({ id: deployment.id, supersededBy: deployment.supersededBy })
    .from(deployment)
    .where(
      and(
        eq(unindexed(deployment.teamId), teamId),
        eq(deployment.resourceId, by.resourceId),
        lt(deployment.number, by.number),
      ),
    )
    .orderBy(desc(deployment.number))
    .limit(mostWaiting)
    .as("before");
  return db.select({ id: before.id }).from(before).where(eq(before.supersededBy, by.id));
}
