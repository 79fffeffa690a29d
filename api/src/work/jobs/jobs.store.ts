import { type Database, schema, unindexed } from "@fairlead/db";
import type { DeploymentStatus, JobOutcome, JobState } from "@fairlead/runner/contract";
import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { jsonRows } from "../../kit/sql/json-rows.ts";
import type { JobRow, OpenJob } from "../../kit/work-kinds.ts";
import { notFound } from "../../rules/errors.ts";
import { outcomeText } from "./outcome-text.ts";

const { job, deployment, deploymentTarget } = schema;

// Partial indexes are used only when the state is written out, not bound as a parameter.
const isQueued = sql`${job.state} = 'queued'`;
const isRunning = sql`${job.state} = 'running'`;

const openJobs = (db: Database, where: SQL | undefined) =>
  db
    .select({
      ...getTableColumns(job),
      deploymentStatus: sql<DeploymentStatus | null>`coalesce(${deploymentTarget.status}, ${deployment.status})`,
    })
    .from(job)
    .leftJoin(deployment, eq(deployment.id, job.deploymentId))
    .leftJoin(deploymentTarget, eq(deploymentTarget.jobId, job.id))
    .where(where);

/** Jobs leased to this runner that it does not hold: a restart forgot them. The claim asks for its own runner only. */
export const listOrphans = (db: Database, claim: { runnerId: string; key: string; holding: readonly string[] }) =>
  openJobs(
    db,
    and(
      isRunning,
      eq(job.runnerId, claim.runnerId),
      sql`${job.claimKey} <> ${claim.key}`,
      sql`${job.id} NOT IN (SELECT value FROM json_each(${jsonRows(claim.holding)}))`,
    ),
  ).limit(100);

/** Of the runner that asks: a lease names its job, and a foreign job is answered like none. */
export async function findJobOfRunner(db: Database, runnerId: string, id: string): Promise<OpenJob | undefined> {
  const [row] = await openJobs(db, and(eq(job.id, id), eq(job.runnerId, runnerId))).limit(1);
  return row;
}

// The three lists of the sweep. It works for all teams: time runs out for everyone alike.
export const listExpiredLeases = (db: Database, now: number, limit: number) =>
  openJobs(db, and(isRunning, sql`${job.leaseEndsAt} <= ${now}`)).limit(limit);
export const listOverdue = (db: Database, now: number, limit: number) =>
  openJobs(db, and(isRunning, sql`${job.deadlineAt} <= ${now}`)).limit(limit);
export const listUnansweredCancels = (db: Database, before: number, limit: number) =>
  openJobs(db, and(isRunning, sql`${job.cancelRequestedAt} <= ${before}`)).limit(limit);

const holds = (held: Pick<JobRow, "id" | "leaseId" | "attempt">) =>
  and(eq(job.id, held.id), isRunning, eq(job.leaseId, held.leaseId ?? ""), eq(job.attempt, held.attempt));

/** Whether this attempt still holds its lease. */
export async function isHeld(db: Database, held: JobRow): Promise<boolean> {
  const rows = await db.select({ id: job.id }).from(job).where(holds(held)).limit(1);
  return rows.length > 0;
}

export type Finish = { key: string; outcome: JobOutcome; chunkCount: number } | null;
const finishColumns = (finish: Finish) =>
  finish ? { finishKey: finish.key, outcome: outcomeText(finish.outcome), chunkCount: finish.chunkCount } : {};

/** Ends the attempt that holds the lease, and with it the job. */
export const endJob = (
  db: Database,
  held: JobRow,
  end: { state: JobState; now: number; finish: Finish; note?: string },
) =>
  db
    .update(job)
    .set({
      state: end.state,
      finishedAt: end.now,
      leaseId: null,
      leaseEndsAt: null,
      ...finishColumns(end.finish),
      ...(end.note === undefined ? {} : { note: end.note }),
    })
    .where(holds(held));

/** Ends the attempt that holds the lease; the job waits for another. */
export const requeueJob = (db: Database, held: JobRow, again: { availableAt: number; finish: Finish; note?: string }) =>
  db
    .update(job)
    .set({
      state: "queued",
      availableAt: again.availableAt,
      leaseId: null,
      leaseEndsAt: null,
      deadlineAt: null,
      // The same may have been queued meanwhile; two that wait with one dedupe key cannot be.
      dedupeKey: null,
      ...finishColumns(again.finish),
      ...(again.note === undefined ? {} : { note: again.note }),
    })
    .where(holds(held));

export const noteOnJob = (db: Database, id: string, note: string) => db.update(job).set({ note }).where(eq(job.id, id));

/** Open work on one resource that brings out no deployment, and what ended lately. */
export const listResourceJobs = (db: Database, teamId: string, query: { resourceId: string; limit: number }) =>
  db
    .select()
    .from(job)
    .where(and(eq(unindexed(job.teamId), teamId), eq(job.subjectId, query.resourceId), sql`${job.isRelease} = 0`))
    .orderBy(sql`${job.createdAt} DESC, ${job.id} DESC`)
    .limit(query.limit);

export async function getJobRow(db: Database, teamId: string, id: string): Promise<JobRow> {
  const [row] = await db
    .select()
    .from(job)
    .where(and(eq(job.teamId, teamId), eq(job.id, id)))
    .limit(1);
  if (!row) throw notFound("job");
  return row;
}

type AtServer = { resourceId: string; serverId: string };

/** What was asked of the release that serves and nobody has begun yields to what is asked now. */
export const supersedeWishes = (db: Database, teamId: string, of: AtServer & { now: number }) =>
  db
    .update(job)
    .set({ state: "cancelled", finishedAt: of.now, note: "A newer wish took its place." })
    .where(
      and(
        eq(unindexed(job.teamId), teamId),
        eq(job.subjectId, of.resourceId),
        eq(job.serverId, of.serverId),
        isQueued,
        sql`${job.kind} IN ('start', 'stop', 'restart')`,
        eq(job.attempt, 0),
      ),
    );

/** The latest wish for this server that nobody has begun yet. */
export async function findLastQueued(db: Database, teamId: string, of: AtServer) {
  const [row] = await db
    .select()
    .from(job)
    .where(
      and(eq(unindexed(job.teamId), teamId), eq(job.subjectId, of.resourceId), eq(job.serverId, of.serverId), isQueued),
    )
    .orderBy(sql`${job.createdAt} DESC, ${job.id} DESC`)
    .limit(1);
  return row;
}
