import { type Database, schema } from "@fairlead/db";
import type { Cause, DeploymentStatus, Lease } from "@fairlead/runner/contract";
import { and, eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { deploymentLines } from "../../rules/roll-up.ts";

const { deployment, deploymentTarget, job } = schema;

// Statements of the runner's side: the job that holds the lease names its target.

const isOpenTarget = sql`${deploymentTarget.status} IN ('queued', 'running', 'live', 'cancelling')`;

const conditionOf = (id: SQLWrapper, { whenAny, besideOthers }: (typeof deploymentLines)[number]) => {
  const any = (condition: SQL) =>
    sql`EXISTS (SELECT 1 FROM deployment_target t WHERE t.deployment_id = ${id} AND ${condition})`;
  const one = any(sql`t.status = ${sql.raw(`'${whenAny}'`)}`);
  return besideOthers ? sql`${one} AND ${any(sql`t.status <> ${sql.raw(`'${whenAny}'`)}`)}` : one;
};

/** The rule of `rollUp` for one deployment, as it stands at this place of the batch; NULL when it has no targets. */
export const rolledUp = (id: SQLWrapper) =>
  sql<DeploymentStatus | null>`CASE ${sql.join(
    deploymentLines.map((line) => sql`WHEN ${conditionOf(id, line)} THEN ${sql.raw(`'${line.is}'`)}`),
    sql` `,
  )} END`;

/** The target of the job that was given out just now. */
export const beginTarget = (db: Database, jobId: SQL) =>
  db
    .update(deploymentTarget)
    .set({ status: "running" })
    .where(and(eq(deploymentTarget.status, "queued"), sql`${deploymentTarget.jobId} = ${jobId}`));

/** The release got the traffic there. A deployment that is being cancelled stays so: its end says what became of it. */
export const markLive = (db: Database, lease: Pick<Lease, "job">, now: number) =>
  [
    db
      .update(deploymentTarget)
      .set({ status: "live", liveAt: now })
      .where(and(eq(deploymentTarget.status, "running"), eq(deploymentTarget.jobId, lease.job))),
    db
      .update(deployment)
      .set({ status: sql`coalesce(${rolledUp(deployment.id)}, 'live')`, liveAt: now })
      .where(
        and(
          eq(deployment.status, "running"),
          sql`${deployment.id} = (SELECT deployment_id FROM job WHERE id = ${lease.job})`,
        ),
      ),
  ] as const;

const asksFor = (path: string) => sql`EXISTS (SELECT 1 FROM deployment d WHERE d.id = ${job.deploymentId}
  AND iif(json_valid(d.spec), d.spec ->> ${path}, NULL) IS NOT NULL)`;
const hasCommand = asksFor("$.container.releaseCommand");
const hasPush = asksFor("$.push");

/** What was done: its commit was found, its image was pushed, or all of it. They go on waiting for what comes later. */
type Released = { jobId: string; now: number; done?: "commit" | "push" | "all" };
const waitsStill = { commit: sql`NOT ${hasCommand} AND NOT ${hasPush}`, push: sql`NOT ${hasCommand}`, all: undefined };

/** Those of the same deployment that waited for what is done once: this one has done it, or will not. */
export const releaseHeld = (db: Database, { jobId, now, done = "all" }: Released) =>
  db
    .update(job)
    .set({ availableAt: now })
    .where(
      and(
        waitsStill[done],
        sql`${job.deploymentId} = (SELECT deployment_id FROM job WHERE id = ${jobId})`,
        sql`${job.state} = 'queued' AND ${job.attempt} = 0 AND ${job.availableAt} > ${now}`,
      ),
    );

/** Back into the queue with its job. */
export const requeueTarget = (db: Database, jobId: string) =>
  db
    .update(deploymentTarget)
    .set({ status: "queued" })
    .where(and(eq(deploymentTarget.jobId, jobId), isOpenTarget));

type End = { status: DeploymentStatus; cause: Cause | null; now: number };
type Made = { image: string; container: string };

/** Ends it at one target; what has ended stays as it is. `made`: it serves there. */
export const endTarget = (db: Database, jobId: string, { status, cause, now, made }: End & { made?: Made | null }) =>
  db
    .update(deploymentTarget)
    .set({
      status,
      cause,
      finishedAt: now,
      ...(made
        ? { image: made.image, container: made.container, liveAt: sql`coalesce(${deploymentTarget.liveAt}, ${now})` }
        : {}),
    })
    .where(and(eq(deploymentTarget.jobId, jobId), isOpenTarget));
