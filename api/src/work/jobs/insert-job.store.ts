import { type Database, schema } from "@fairlead/db";
import { sql } from "drizzle-orm";

const { job } = schema;

/** The turn of an application: when a job of it was given out last. */
const servedAt = (applicationId: string | null | undefined) =>
  applicationId
    ? sql<number>`coalesce((SELECT max(s.started_at) FROM job s WHERE s.application_id = ${applicationId}), 0)`
    : 0;

/** Statement for a batch; afterwards call `hub.wakeRunner(runnerId)`. */
export const insertJob = (db: Database, row: typeof job.$inferInsert) =>
  db
    .insert(job)
    .values({ ...row, servedAt: servedAt(row.applicationId) })
    .onConflictDoNothing();
