import { type Database, schema } from "@fairlead/db";
import type { Commit, Lease, LogChunk, StepEvent } from "@fairlead/runner/contract";
import { and, eq, inArray, sql } from "drizzle-orm";
import { jsonRows } from "../../kit/sql/json-rows.ts";

const { job, deployment } = schema;

const holds = (lease: Lease & { runnerId: string }) =>
  and(
    eq(job.id, lease.job),
    sql`${job.state} = 'running'`,
    eq(job.runnerId, lease.runnerId),
    eq(job.leaseId, lease.lease),
    eq(job.attempt, lease.attempt),
  );
export type HeldLease = Lease & { runnerId: string };

/** Sizes in UTF-8 bytes, so that the cap of a log is one of bytes. */
const chunkRows = (chunks: readonly LogChunk[]) => {
  const encoder = new TextEncoder();
  return jsonRows(chunks.map((chunk) => ({ ...chunk, size: encoder.encode(chunk.text).length })));
};

/** Sum of the sizes of those chunks that are not stored yet, in SQL. */
const newBytes = (lease: Lease, rows: string) => sql`(
  SELECT coalesce(sum(c.value ->> 'size'), 0) FROM json_each(${rows}) c WHERE NOT EXISTS (
    SELECT 1 FROM log_chunk l WHERE l.job_id = ${lease.job} AND l.attempt = ${lease.attempt} AND l.seq = c.value ->> 'seq'))`;

/**
 * Chunks that are stored with another text. A log over its cap is left out: its last chunk was replaced by a notice. CROSS makes
 * SQLite look each new chunk up; by itself it would read the whole log and look for each line among the new ones.
 */
const newConflicts = (lease: Lease, rows: string) => sql`(
  SELECT count(*) FROM json_each(${rows}) c CROSS JOIN log_chunk l
    ON l.job_id = ${lease.job} AND l.attempt = ${lease.attempt} AND l.seq = c.value ->> 'seq'
  WHERE l.text <> c.value ->> 'text')`;

/** What a renewal changes. Runs after the chunks are stored only in what it counts, so it comes first in the batch. */
export function renewLease(
  db: Database,
  lease: HeldLease,
  renewal: { leaseEndsAt: number; steps: readonly StepEvent[]; chunks: readonly LogChunk[]; maxBytes: number },
) {
  const rows = chunkRows(renewal.chunks);
  const started = renewal.steps.findLast((event) => event.status === "started");
  return db
    .update(job)
    .set({
      leaseEndsAt: renewal.leaseEndsAt,
      ...(started ? { lastStep: started.step, lastStepClass: started.class } : {}),
      ...(renewal.chunks.length === 0
        ? {}
        : {
            logSizeBytes: sql`${job.logSizeBytes} + ${newBytes(lease, rows)}`,
            logConflicts: sql`${job.logConflicts} + CASE WHEN ${job.logSizeBytes} > ${renewal.maxBytes} THEN 0 ELSE ${newConflicts(lease, rows)} END`,
          }),
    })
    .where(holds(lease))
    .returning({
      teamId: job.teamId,
      kind: job.kind,
      subjectId: job.subjectId,
      deploymentId: job.deploymentId,
      cancelRequestedAt: job.cancelRequestedAt,
      logConflicts: job.logConflicts,
    });
}

/**
 * Stores what is new; the first text of a (attempt, seq) stays. Comes after `renewLease` in its batch, so `log_size_bytes` already
 * counts these chunks. The chunk that crosses the cap becomes the one visible notice, later ones are dropped.
 */
export function appendChunks(
  db: Database,
  lease: Lease,
  log: { chunks: readonly LogChunk[]; maxBytes: number; notice: string },
) {
  const rows = chunkRows(log.chunks);
  return db.run(sql`
    INSERT INTO log_chunk (job_id, attempt, seq, step, stream, at, text)
    SELECT ${lease.job}, ${lease.attempt}, seq, step,
      CASE WHEN upto > ${log.maxBytes} THEN 'system' ELSE stream END, at,
      CASE WHEN upto > ${log.maxBytes} THEN ${log.notice} ELSE text END
    FROM (
      SELECT c.value ->> 'seq' AS seq, c.value ->> 'step' AS step, c.value ->> 'stream' AS stream,
        c.value ->> 'at' AS at, c.value ->> 'text' AS text, c.value ->> 'size' AS size,
        j.log_size_bytes - sum(c.value ->> 'size') OVER () + sum(c.value ->> 'size') OVER (ORDER BY c.value ->> 'seq') AS upto
      FROM json_each(${rows}) c JOIN job j ON j.id = ${lease.job}
      WHERE NOT EXISTS (SELECT 1 FROM log_chunk l
        WHERE l.job_id = ${lease.job} AND l.attempt = ${lease.attempt} AND l.seq = c.value ->> 'seq')
    ) WHERE upto - size <= ${log.maxBytes}
    ON CONFLICT DO NOTHING`);
}

export type StepRow = StepEvent & { position: number };

/** One row a step and attempt. An end is final, and a start that arrives late never hides it. */
export function recordSteps(db: Database, lease: Lease & { teamId?: string }, steps: readonly StepRow[]) {
  return db.run(sql`
    INSERT INTO step (job_id, attempt, name, team_id, position, class, status, started_at, finished_at, duration_ms, note)
    SELECT j.id, j.attempt, c.value ->> 'step', j.team_id, c.value ->> 'position', c.value ->> 'class', c.value ->> 'status',
      CASE WHEN c.value ->> 'status' = 'started' THEN c.value ->> 'at'
           ELSE c.value ->> 'at' - coalesce(c.value ->> 'durationMs', 0) END,
      CASE WHEN c.value ->> 'status' <> 'started' THEN c.value ->> 'at' END,
      c.value ->> 'durationMs', c.value ->> 'note'
    FROM json_each(${jsonRows(steps)}) c JOIN job j ON j.id = ${lease.job}
    WHERE true
    ON CONFLICT (job_id, attempt, name) DO UPDATE SET
      status = excluded.status, finished_at = excluded.finished_at, duration_ms = excluded.duration_ms,
      note = coalesce(excluded.note, note)
    WHERE status = 'started' AND excluded.status <> 'started'`);
}

/** What is being built, however it ends. */
export const noteCommit = (db: Database, lease: Lease, { sha, author, subject }: Commit) =>
  db
    .update(deployment)
    .set({ commit: sha, commitAuthor: author, commitSubject: subject })
    .where(
      and(
        inArray(deployment.status, ["running", "live", "cancelling"]),
        sql`${deployment.id} = (SELECT deployment_id FROM job WHERE id = ${lease.job})`,
      ),
    );
