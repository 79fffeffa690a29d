import { type Database, schema } from "@fairlead/db";
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";

const { instanceSetting, job, step } = schema;

type Page = { after: string; limit: number };
type Walked = { id: string; orphan: number };

/** Jobs in the order of their ids, and whether the deployment that an ended one worked on is gone. */
export const walkJobs = (db: Database, { after, limit }: Page): Promise<Walked[]> =>
  db.all<Walked>(sql`
    SELECT j.id AS id, j.is_release = 1 AND j.finished_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM deployment d WHERE d.id = j.deployment_id) AS orphan
    FROM job j WHERE j.id > ${after} ORDER BY j.id LIMIT ${limit}`);

/** Jobs that steps speak of, and whether they are gone. */
export const walkSteps = (db: Database, { after, limit }: Page): Promise<Walked[]> =>
  db.all<Walked>(sql`
    SELECT s.job_id AS id, NOT EXISTS (SELECT 1 FROM job j WHERE j.id = s.job_id) AS orphan
    FROM step s WHERE s.job_id > ${after} GROUP BY s.job_id ORDER BY s.job_id LIMIT ${limit}`);

/** Ended work of an application that was deleted. */
export async function listJobsOfResource(db: Database, resourceId: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: job.id })
    .from(job)
    .where(and(eq(job.subjectId, resourceId), eq(job.isRelease, true), isNotNull(job.finishedAt)))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Jobs without their log, which was dropped before, in pieces; and their steps. */
export const dropJobsAndSteps = (db: Database, ids: readonly string[]) =>
  db.batch([db.delete(step).where(inArray(step.jobId, [...ids])), db.delete(job).where(inArray(job.id, [...ids]))]);

const placeKey = "retention.walked-to";

/** Where the walk stopped: `<table> <id>`. */
export async function readWalk(db: Database): Promise<string> {
  const [row] = await db
    .select({ value: instanceSetting.value })
    .from(instanceSetting)
    .where(eq(instanceSetting.key, placeKey));
  return row?.value ?? "";
}

export const writeWalk = (db: Database, value: string, now: number) =>
  db
    .insert(instanceSetting)
    .values({ key: placeKey, value, updatedAt: now })
    .onConflictDoUpdate({ target: instanceSetting.key, set: { value, updatedAt: now } });
