import { type Database, schema } from "@fairlead/db";
import { and, inArray, lt, notInArray, sql } from "drizzle-orm";

const { delivery, job, logChunk, step } = schema;

// Retention works for all teams alike.

export const deleteOldDeliveries = (db: Database, before: number, limit: number) =>
  db.delete(delivery).where(
    inArray(
      delivery.id,
      db
        .select({ id: delivery.id })
        .from(delivery)
        .where(and(lt(delivery.createdAt, before), notInArray(delivery.state, ["received", "processing"])))
        .orderBy(delivery.createdAt)
        .limit(limit),
    ),
  );

/** Ended deployments, oldest first, whose log is older than is kept. The release that serves keeps its log. */
export async function listOldLogs(db: Database, before: number, limit: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`
    SELECT j.id AS id FROM job j WHERE j.finished_at < ${before} AND j.kind = 'deploy'
      AND EXISTS (SELECT 1 FROM log_chunk l WHERE l.job_id = j.id)
      AND NOT EXISTS (SELECT 1 FROM deployment d WHERE d.id = j.deployment_id AND d.is_active = 1)
    ORDER BY j.finished_at LIMIT ${limit}`);
  return rows.map(({ id }) => id);
}

/** Without the count nothing reads as lost that was only deleted. */
export const deleteLogs = (db: Database, jobIds: readonly string[], note: string) =>
  [
    db.delete(logChunk).where(inArray(logChunk.jobId, [...jobIds])),
    db
      .update(job)
      .set({ chunkCount: null, note })
      .where(inArray(job.id, [...jobIds])),
  ] as const;

/** Checks, route changes and the like: nobody reads them after a while. Their log goes with them. */
export function deleteOldJobs(db: Database, before: number, limit: number) {
  const old = sql`(SELECT j.id FROM job j WHERE j.finished_at < ${before} AND j.kind <> 'deploy'
    ORDER BY j.finished_at LIMIT ${limit})`;
  return [db.delete(step).where(inArray(step.jobId, old)), db.delete(job).where(inArray(job.id, old))] as const;
}
