import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";
import { rolledUp } from "../../work/jobs/targets.store.ts";

const { deployment, deploymentTarget, job } = schema;

type Of = { deploymentId: string; now: number };

/** Closes the jobs of a deployment that wait. */
export const cancelQueuedJobs = (db: Database, teamId: string, of: Of) =>
  [
    db
      .update(deploymentTarget)
      .set({ status: "cancelled", finishedAt: of.now })
      .where(
        and(
          eq(unindexed(deploymentTarget.teamId), teamId),
          eq(deploymentTarget.deploymentId, of.deploymentId),
          eq(deploymentTarget.status, "queued"),
        ),
      ),
    db
      .update(job)
      .set({ state: "cancelled", finishedAt: of.now })
      .where(
        and(
          eq(unindexed(job.teamId), teamId),
          eq(job.deploymentId, of.deploymentId),
          sql`${job.state} = 'queued'`,
          sql`${job.kind} = 'deploy'`,
        ),
      ),
  ] as const;

/** Jobs of a deployment that wait after an attempt that broke: they may have left something where they ran. */
export const listBegun = (db: Database, teamId: string, deploymentId: string) =>
  db
    .select({ runnerId: job.runnerId, serverId: job.serverId, resourceId: job.subjectId })
    .from(job)
    .where(
      and(
        eq(unindexed(job.teamId), teamId),
        eq(job.deploymentId, deploymentId),
        sql`${job.kind} = 'deploy' AND ${job.state} = 'queued' AND ${job.attempt} > 0`,
      ),
    );

/** Tells the runners with their next heartbeat, where it does not serve yet. */
export const requestCancel = (db: Database, teamId: string, of: Of) =>
  [
    db
      .update(job)
      .set({ cancelRequestedAt: of.now })
      .where(
        and(
          eq(unindexed(job.teamId), teamId),
          eq(job.deploymentId, of.deploymentId),
          sql`${job.state} = 'running'`,
          sql`${job.kind} = 'deploy'`,
          sql`EXISTS (SELECT 1 FROM deployment_target t WHERE t.job_id = ${job.id} AND t.status = 'running')`,
        ),
      ),
    db
      .update(deploymentTarget)
      .set({ status: "cancelling" })
      .where(
        and(
          eq(unindexed(deploymentTarget.teamId), teamId),
          eq(deploymentTarget.deploymentId, of.deploymentId),
          eq(deploymentTarget.status, "running"),
        ),
      ),
  ] as const;

const whole = sql`coalesce(${rolledUp(deployment.id)}, ${deployment.status})`;
const isOver = sql`${whole} NOT IN ('queued', 'running', 'live', 'cancelling')`;
const serves = sql`EXISTS (SELECT 1 FROM deployment_target t WHERE t.deployment_id = ${deployment.id} AND t.status = 'succeeded')`;

type Move = { id: string; from: "queued" | "running"; now: number };
/** Only from the status that was read: a runner may have gone on in this instant. What its targets make of it then is its own. */
export const moveCancelled = (db: Database, teamId: string, move: Move) =>
  db
    .update(deployment)
    .set({
      status: whole,
      finishedAt: sql`iif(${isOver}, ${move.now}, ${deployment.finishedAt})`,
      // What was cancelled before anybody began it will never run.
      variables: sql`iif(${isOver} AND NOT ${serves}, '', ${deployment.variables})`,
    })
    .where(and(eq(deployment.teamId, teamId), eq(deployment.id, move.id), eq(deployment.status, move.from)));
