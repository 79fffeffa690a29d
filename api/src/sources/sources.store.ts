import { type Database, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, exists, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import type { PageQuery } from "../kit/http/page.ts";
import { notFound } from "../rules/errors.ts";

const { source, application, resource, job } = schema;
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
              eq(job.subjectId, source.id),
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

/** What is no save of a form, but may change a setting that people save: whoever read it before is told. */
export const updateSource = (db: Database, teamId: string, change: { id: string; set: SourceChange }) =>
  db
    .update(source)
    .set({ ...change.set, revision: sql`${source.revision} + 1` })
    .where(inTeam(teamId, change.id));

/** Holds for the revision that was read. */
export const saveSource = (
  db: Database,
  teamId: string,
  { id, revision, set }: { id: string; revision: number; set: SourceChange },
) =>
  db
    .update(source)
    .set({ ...set, revision: revision + 1 })
    .where(and(inTeam(teamId, id), eq(source.revision, revision)));

export const deleteSource = (db: Database, teamId: string, id: string) => db.delete(source).where(inTeam(teamId, id));

/** Applications that read through a source, with what they read. */
export const listReaders = (db: Database, teamId: string, sourceId: string) =>
  db
    .select({ id: application.id, name: resource.name, repositoryUrl: application.repositoryUrl })
    .from(application)
    .innerJoin(resource, eq(resource.id, application.id))
    .where(and(eq(unindexed(application.teamId), teamId), eq(application.sourceId, sourceId)))
    .orderBy(application.id);

/** Their repository stays and is read without a source. What was given another source meanwhile is left alone. */
export const detachReaders = (
  db: Database,
  teamId: string,
  { sourceId, ids, now }: { sourceId: string; ids: readonly string[]; now: number },
) => {
  const readers = and(
    eq(unindexed(application.teamId), teamId),
    eq(application.sourceId, sourceId),
    sql`${application.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  );
  return [
    db
      .update(resource)
      .set({
        revision: sql`${resource.revision} + 1`,
        configVersion: sql`${resource.configVersion} + 1`,
        updatedAt: now,
      })
      .where(inArray(resource.id, db.select({ id: application.id }).from(application).where(readers))),
    db.update(application).set({ sourceId: null, repositoryForgeId: null }).where(readers),
  ];
};

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
