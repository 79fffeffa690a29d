import { type Database, schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";
import type { JobRow } from "../../kit/work-kinds.ts";
import { beginTarget } from "./targets.store.ts";

const { job, deployment } = schema;

// Partial indexes are used only when the state is written out, not bound as a parameter.
const isQueued = sql`${job.state} = 'queued'`;
const isRunning = sql`${job.state} = 'running'`;

export type Claim = {
  runnerId: string;
  key: string;
  leaseId: string;
  now: number;
  leaseMs: number;
  /** Only this job, if it is still the next one. */
  only?: string;
};
type Asking = Pick<Claim, "runnerId" | "now">;

/** Servers that something waits for at this runner, each found by one look-up: a long queue of one server is stepped over. */
const waitingServers = ({ runnerId }: Asking) => sql`
  waiting(server_id) AS (
    SELECT min(q.server_id) FROM job q WHERE q.state = 'queued' AND q.runner_id = ${runnerId} AND q.server_id > ''
    UNION ALL
    SELECT (SELECT min(q.server_id) FROM job q
      WHERE q.state = 'queued' AND q.runner_id = ${runnerId} AND q.server_id > waiting.server_id)
    FROM waiting WHERE waiting.server_id IS NOT NULL)`;

/** Where something may start: what builds waits for a free slot of its server, and only a check is for a server nobody trusts yet. */
const lanes = sql`
  open_server AS (
    SELECT s.id, s.build_concurrency, s.state NOT IN ('pending', 'untrusted') AS is_trusted
    FROM waiting CROSS JOIN server s ON s.id = waiting.server_id),
  lane(server_id, is_build, is_trusted) AS (
    SELECT NULL, 0, 1
    UNION ALL SELECT id, 0, is_trusted FROM open_server
    UNION ALL SELECT id, 1, 1 FROM open_server WHERE is_trusted AND build_concurrency > (
      SELECT count(*) FROM job r WHERE r.state = 'running' AND r.is_build = 1 AND r.server_id = open_server.id))`;

/**
 * Nothing of its lock runs, and it is the oldest that waits for it (what goes first before all others), even during a back-off. The plus
 * keeps SQLite from reading the runner's whole queue for that.
 */
const hasItsTurn = ({ runnerId }: Asking) => sql`(q.lock_key IS NULL OR (
    NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.lock_key = q.lock_key)
    AND NOT EXISTS (SELECT 1 FROM job e
      WHERE e.state = 'queued' AND e.goes_first = 1 AND e.lock_key = q.lock_key AND +e.runner_id = ${runnerId}
        AND (q.goes_first = 0 OR (e.created_at, e.id) < (q.created_at, q.id)))
    AND (q.goes_first = 1 OR NOT EXISTS (SELECT 1 FROM job e
      WHERE e.state = 'queued' AND e.lock_key = q.lock_key AND +e.runner_id = ${runnerId}
        AND (e.created_at, e.id) < (q.created_at, q.id)))))`;

/**
 * The job this runner works on next. Between resources the one served longest ago goes first: queued jobs lie in that order, so
 * of each lane only the first that may start is read, and what must wait because its resource runs lies behind. A runner serves
 * one team, so teams never compete here.
 */
const nextJob = (claim: Asking) => sql`(
  WITH RECURSIVE ${waitingServers(claim)}, ${lanes}
  SELECT j.id FROM lane CROSS JOIN job j ON j.id = (
    SELECT q.id FROM job q
    WHERE q.state = 'queued' AND q.runner_id = ${claim.runnerId} AND q.server_id IS lane.server_id
      AND q.is_build = lane.is_build AND q.available_at <= ${claim.now}
      AND (q.needs_trust = 0 OR lane.is_trusted) AND ${hasItsTurn(claim)}
    ORDER BY q.served_at, q.created_at, q.id LIMIT 1)
  ORDER BY j.served_at, j.created_at, j.id LIMIT 1)`;

/** One conditional update hands out the lease; the deployment starts with it. Nothing when there is nothing to do. */
export async function claimNext(db: Database, claim: Claim): Promise<JobRow | undefined> {
  const [rows] = await db.batch([
    db
      .update(job)
      .set({
        state: "running",
        attempt: sql`${job.attempt} + 1`,
        leaseId: claim.leaseId,
        leaseEndsAt: claim.now + claim.leaseMs,
        claimKey: claim.key,
        deadlineAt: sql`${claim.now} + ${job.timeoutMs}`,
        startedAt: sql`coalesce(${job.startedAt}, ${claim.now})`,
        servedAt: claim.now,
        lastStep: null,
        lastStepClass: null,
        needsContract: null,
      })
      .where(
        and(
          isQueued,
          eq(job.id, nextJob(claim)),
          claim.only ? eq(job.id, claim.only) : undefined,
          noJobOfThisClaim(claim),
        ),
      )
      .returning(),
    db
      .update(deployment)
      .set({ status: "running", startedAt: sql`coalesce(${deployment.startedAt}, ${claim.now})` })
      .where(and(eq(deployment.status, "queued"), sql`${deployment.id} = ${ofLease(claim, sql`r.deployment_id`)}`)),
    beginTarget(db, ofLease(claim, sql`r.id`)),
    // What else waits of this resource goes behind what waits of others.
    db
      .update(job)
      .set({ servedAt: claim.now })
      .where(
        and(isQueued, eq(job.subjectKind, "resource"), sql`${job.subjectId} = ${ofLease(claim, sql`r.subject_id`)}`),
      ),
  ]);
  return rows[0];
}

/** A retried claim may run beside its first try: both together get one job. */
const noJobOfThisClaim = ({ runnerId, key }: Claim) =>
  sql`NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.runner_id = ${runnerId} AND r.claim_key = ${key})`;

/** A column of the job that was given out just now. */
const ofLease = ({ leaseId, now, leaseMs, runnerId }: Claim, column: ReturnType<typeof sql>) => sql`(
  SELECT ${column} FROM job r WHERE r.state = 'running' AND r.runner_id = ${runnerId}
    AND r.lease_ends_at = ${now + leaseMs} AND r.lease_id = ${leaseId})`;

/** The job that an earlier try of the same claim got, while its lease is current. */
export async function findByClaimKey(db: Database, claim: { runnerId: string; key: string; now: number }) {
  const [row] = await db
    .select()
    .from(job)
    .where(
      and(
        isRunning,
        eq(job.runnerId, claim.runnerId),
        eq(job.claimKey, claim.key),
        sql`${job.leaseEndsAt} > ${claim.now}`,
      ),
    )
    .limit(1);
  return row;
}

/** The job that a claim of this runner would get now. */
export async function peekNext(db: Database, claim: { runnerId: string; now: number }): Promise<JobRow | undefined> {
  const [row] = await db
    .select()
    .from(job)
    .where(eq(job.id, nextJob(claim)))
    .limit(1);
  return row;
}
