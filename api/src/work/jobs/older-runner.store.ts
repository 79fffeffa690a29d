import { type Database, schema } from "@fairlead/db";
import { and, eq, isNotNull, sql } from "drizzle-orm";

const { job, runner } = schema;
const isQueued = sql`${job.state} = 'queued'`;

/** Too new for its runner: looked at again at `until`, because its settings may have changed by then. */
export const holdBack = (
  db: Database,
  id: string,
  { needsContract, until }: { needsContract: number; until: number },
) =>
  db
    .update(job)
    .set({ needsContract, availableAt: until })
    .where(and(eq(job.id, id), isQueued));

/** A runner that was updated gets at once what waited for that. */
export const rememberRunner = (db: Database, id: string, told: { version: string; contract: number; now: number }) =>
  db.batch([
    db.update(runner).set({ version: told.version, contract: told.contract }).where(eq(runner.id, id)),
    db
      .update(job)
      .set({ availableAt: told.now })
      .where(and(isQueued, eq(job.runnerId, id), isNotNull(job.needsContract))),
  ]);
