import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, inArray, not, type SQLWrapper, sql } from "drizzle-orm";
import { jsonRows } from "../../kit/sql/json-rows.ts";

const { deployment, job, step } = schema;

/** A target that was left behind serves an older release than the others. */
const servesAnywhere = (id: SQLWrapper) =>
  sql`EXISTS (SELECT 1 FROM resource_target t WHERE t.deployment_id = ${id} AND t.deployment_id IS NOT NULL)`;

/** Where a walk through old rows stands. */
export type Place = { at: number; id: string };

export type OldDeployment = {
  id: string;
  resourceId: string;
  number: number;
  finishedAt: number;
  /** By their number alone: too new to be judged by anything else. */
  isAmongNewest: boolean;
  isAtWork: boolean;
  keepReleases: number;
};

/** Deployments that ended long ago and do not serve, in pages: those that must stay are passed by, not read again and again. */
export async function listOldDeployments(
  db: Database,
  { before, after, limit }: { before: number; after: Place; limit: number },
): Promise<OldDeployment[]> {
  const rows = await db.all<Omit<OldDeployment, "isAmongNewest" | "isAtWork"> & { newest: number; open: number }>(sql`
    SELECT d.id AS id, d.resource_id AS resourceId, d.number AS number, d.finished_at AS finishedAt,
      a.keep_releases AS keepReleases, d.number >= a.deployment_count - a.keep_releases AS newest,
      EXISTS (SELECT 1 FROM job j WHERE j.deployment_id = d.id AND j.finished_at IS NULL) AS open
    FROM deployment d CROSS JOIN resource a ON a.id = d.resource_id
    WHERE d.is_active = 0 AND d.finished_at < ${before} AND NOT ${servesAnywhere(sql`d.id`)} AND (d.finished_at, d.id) > (${after.at}, ${after.id})
    ORDER BY d.finished_at, d.id LIMIT ${limit}`);
  return rows.map(({ newest, open, ...row }) => ({ ...row, isAmongNewest: newest === 1, isAtWork: open === 1 }));
}

/** Enough to find the newest images of an application, also after many rollbacks to one of them. */
const looked = 200;

export const listNewestReleases = (db: Database, resourceId: string) =>
  db
    .select({
      number: deployment.number,
      status: deployment.status,
      image: deployment.image,
      trigger: deployment.trigger,
    })
    .from(deployment)
    .where(eq(deployment.resourceId, resourceId))
    .orderBy(desc(deployment.number))
    .limit(looked);

/** Some of the log of jobs; tells how many pieces it took. */
export async function dropChunks(db: Database, jobIds: readonly string[], limit: number): Promise<number> {
  const { rowsAffected } = await db.run(sql`DELETE FROM log_chunk WHERE rowid IN (
    SELECT rowid FROM log_chunk WHERE job_id IN (SELECT value FROM json_each(${jsonRows(jobIds)})) LIMIT ${limit})`);
  return rowsAffected;
}

export const listJobsOfDeployments = async (db: Database, ids: readonly string[]): Promise<string[]> => {
  const rows = await db
    .select({ id: job.id })
    .from(job)
    .where(inArray(job.deploymentId, [...ids]));
  return rows.map(({ id }) => id);
};

/** Deployments with all that their jobs left; the log was dropped before, in pieces. */
export const dropDeployments = (db: Database, { ids, jobIds }: { ids: readonly string[]; jobIds: readonly string[] }) =>
  db.batch([
    db.delete(step).where(inArray(step.jobId, [...jobIds])),
    db.delete(job).where(inArray(job.id, [...jobIds])),
    db
      .delete(deployment)
      .where(
        and(inArray(deployment.id, [...ids]), sql`${deployment.isActive} = 0`, not(servesAnywhere(deployment.id))),
      ),
  ]);

/** Ended deploy jobs with a log, oldest first. The release that serves keeps its log. */
export const listOldLogs = (
  db: Database,
  { before, after, limit }: { before: number; after: Place; limit: number },
): Promise<Place[]> =>
  db.all<Place>(sql`
    SELECT j.id AS id, j.finished_at AS at FROM job j
    WHERE j.is_release = 1 AND j.log_size_bytes > 0 AND j.finished_at < ${before}
      AND (j.finished_at, j.id) > (${after.at}, ${after.id})
      AND NOT EXISTS (SELECT 1 FROM deployment d WHERE d.id = j.deployment_id AND d.is_active = 1)
    ORDER BY j.finished_at, j.id LIMIT ${limit}`);

/** Without the count nothing reads as lost that was only deleted. */
export const noteDroppedLogs = (db: Database, jobIds: readonly string[], note: string) =>
  db
    .update(job)
    .set({ chunkCount: null, logSizeBytes: 0, note })
    .where(inArray(job.id, [...jobIds]));
