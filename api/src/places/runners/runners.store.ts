import { type Database, schema, unindexed } from "@fairlead/db";
import { and, count, desc, eq, getTableColumns, gt, isNull, lt, sql } from "drizzle-orm";
import type { PageQuery } from "../../kit/http/page.ts";
import { notFound } from "../../rules/errors.ts";

const { runner, enrolment, job, server } = schema;
export type RunnerRow = typeof runner.$inferSelect;

const inTeam = (teamId: string, id: string) => and(eq(runner.teamId, teamId), eq(runner.id, id));

const withCount = (db: Database) =>
  db
    .select({
      ...getTableColumns(runner),
      tooNew: sql<number>`(select count(*) from ${job} indexed by job_held where ${job.state} = 'queued' and ${eq(job.runnerId, runner.id)} and ${job.needsContract} > ${runner.contract})`,
      serverCount: sql<number>`(select count(*) from ${server} where ${eq(server.runnerId, runner.id)})`,
    })
    .from(runner);
export type RunnerWithCount = Awaited<ReturnType<typeof withCount>>[number];

export const listRunners = (db: Database, teamId: string, page: PageQuery) =>
  withCount(db)
    .where(and(eq(runner.teamId, teamId), page.cursor ? lt(runner.id, page.cursor) : undefined))
    .orderBy(desc(runner.id))
    .limit(page.limit + 1);

export async function getRunner(db: Database, teamId: string, id: string): Promise<RunnerWithCount> {
  const [row] = await withCount(db).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("runner");
  return row;
}

export const insertRunner = (db: Database, row: typeof runner.$inferInsert) => db.insert(runner).values(row);

export const updateRunner = (db: Database, teamId: string, change: { id: string; set: Partial<RunnerRow> }) =>
  db.update(runner).set(change.set).where(inTeam(teamId, change.id));

/** Holds for the revision that was read. */
export const renameRunner = (
  db: Database,
  teamId: string,
  { id, revision, name }: { id: string; revision: number; name: string },
) =>
  db
    .update(runner)
    .set({ name, revision: revision + 1 })
    .where(and(inTeam(teamId, id), eq(runner.revision, revision)));

export const deleteRunner = (db: Database, teamId: string, id: string) => db.delete(runner).where(inTeam(teamId, id));

export async function countServersOfRunner(db: Database, teamId: string, runnerId: string): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(server)
    .where(and(eq(unindexed(server.teamId), teamId), eq(server.runnerId, runnerId)));
  return row?.count ?? 0;
}

export const insertEnrolment = (db: Database, row: typeof enrolment.$inferInsert) => db.insert(enrolment).values(row);

type Presented = { tokenHash: string; now: number };
const isOpen = ({ tokenHash, now }: Presented) =>
  and(eq(enrolment.tokenHash, tokenHash), isNull(enrolment.usedAt), gt(enrolment.expiresAt, now));

/** No team is given: the token's hash names it. */
export async function findEnrolment(db: Database, presented: Presented) {
  const [row] = await db.select().from(enrolment).where(isOpen(presented)).limit(1);
  return row;
}

/** Statement that uses the token up: of two batches with one token exactly one changes a row. */
export const useEnrolment = (db: Database, presented: Presented) =>
  db.update(enrolment).set({ usedAt: presented.now }).where(isOpen(presented));
