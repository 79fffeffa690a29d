import { type Database, schema } from "@fairlead/db";
import { sql } from "drizzle-orm";

const { job } = schema;

type NewJob = typeof job.$inferInsert;

/** The turn of a resource: when a job of it was given out last. Nothing else takes turns. */
const servedAt = ({ subjectKind, subjectId }: NewJob) =>
  subjectKind === "resource"
    ? sql<number>`coalesce((SELECT max(s.started_at) FROM job s WHERE s.subject_id = ${subjectId}), 0)`
    : 0;

/** Statement for a batch; afterwards call `hub.wakeRunner(runnerId)`. */
export const insertJob = (db: Database, row: NewJob) =>
  db
    .insert(job)
    .values({ ...row, servedAt: servedAt(row) })
    .onConflictDoNothing();
