import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, exists, getTableColumns, lt, sql } from "drizzle-orm";
import { notFound } from "../domain/errors.ts";
import type { PageQuery } from "../http/page.ts";

const { source, application, job } = schema;
export type SourceRow = typeof source.$inferSelect;
export type SourceChange = Partial<typeof source.$inferInsert>;

const inTeam = (teamId: string, id: string) => and(eq(source.teamId, teamId), eq(source.id, id));

/** Conditions are nested, so that drizzle keeps the table names in front of the columns. */
const withUse = (db: Database) =>
  db
    .select({
      ...getTableColumns(source),
      applicationCount: sql<number>`(select count(*) from ${application} where ${eq(application.sourceId, source.id)})`,
      isMakingDeployKey: sql<number>`${exists(
        db
          .select({ one: sql`1` })
          .from(job)
          .where(
            and(
              eq(job.sourceId, source.id),
              sql`${job.kind} = 'make-deploy-key'`,
              sql`${job.state} in ('queued','running')`,
            ),
          ),
      )}`,
    })
    .from(source);
export type SourceWithUse = Awaited<ReturnType<typeof withUse>>[number];

export const listSources = (db: Database, teamId: string, page: PageQuery) =>
  withUse(db)
    .where(and(eq(source.teamId, teamId), page.cursor ? lt(source.id, page.cursor) : undefined))
    .orderBy(desc(source.id))
    .limit(page.limit + 1);

export async function getSource(db: Database, teamId: string, id: string): Promise<SourceWithUse> {
  const [row] = await withUse(db).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("source");
  return row;
}

export const insertSource = (db: Database, row: typeof source.$inferInsert) => db.insert(source).values(row);

export const updateSource = (db: Database, teamId: string, change: { id: string; set: SourceChange }) =>
  db.update(source).set(change.set).where(inTeam(teamId, change.id));

export const deleteSource = (db: Database, teamId: string, id: string) => db.delete(source).where(inTeam(teamId, id));

/** The result of a job about this source, by the runner that was asked to make the key: a later choice of another one wins. */
export const applyDeployKeyToSource = (
  db: Database,
  teamId: string,
  key: { id: string; runnerId: string; publicKey: string },
) =>
  db
    .update(source)
    .set({ deployKeyPublic: key.publicKey })
    .where(and(inTeam(teamId, key.id), eq(source.deployKeyRunnerId, key.runnerId)));
