import { type Database, schema, unindexed } from "@fairlead/db";
import { and, count, desc, eq, getTableColumns, lt, sql } from "drizzle-orm";
import { within } from "../../kit/access/within.store.ts";
import { notFound } from "../../rules/errors.ts";
import type { Reach } from "../../rules/permissions.ts";
import type { EnvironmentQuery } from "./environments.schemas.ts";

const { environment, resource } = schema;

export const insertEnvironment = (db: Database, row: typeof environment.$inferInsert) =>
  db.insert(environment).values(row);

export async function countResourcesOfProject(db: Database, teamId: string, projectId: string): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(resource)
    .innerJoin(environment, eq(environment.id, resource.environmentId))
    .where(and(eq(unindexed(resource.teamId), teamId), eq(environment.projectId, projectId)));
  return row?.count ?? 0;
}

/** All environments of one project; there are few, so no pages. */
export const listEnvironmentRows = (db: Database, teamId: string, { projectId }: { projectId: string }) =>
  db
    .select()
    .from(environment)
    .where(and(eq(unindexed(environment.teamId), teamId), eq(environment.projectId, projectId)))
    .orderBy(environment.id);

const inTeam = (teamId: string, id: string) => and(eq(environment.teamId, teamId), eq(environment.id, id));

const withCount = (db: Database) =>
  db
    .select({
      ...getTableColumns(environment),
      applicationCount: sql<number>`(select count(*) from ${resource} where ${eq(resource.environmentId, environment.id)})`,
    })
    .from(environment);
export type EnvironmentWithCount = Awaited<ReturnType<typeof withCount>>[number];

export const listEnvironments = (db: Database, reach: Reach, { projectId, cursor, limit }: EnvironmentQuery) =>
  withCount(db)
    .where(
      and(
        eq(unindexed(environment.teamId, projectId !== undefined), reach.teamId),
        within(reach, { project: environment.projectId, environment: environment.id }),
        projectId ? eq(environment.projectId, projectId) : undefined,
        cursor ? lt(environment.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(environment.id))
    .limit(limit + 1);

export async function getEnvironment(db: Database, teamId: string, id: string): Promise<EnvironmentWithCount> {
  const [row] = await withCount(db).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("environment");
  return row;
}

/** Holds for the revision that was read. */
export const renameEnvironment = (
  db: Database,
  teamId: string,
  { id, revision, name, now }: { id: string; revision: number; name: string; now: number },
) =>
  db
    .update(environment)
    .set({ name, revision: revision + 1, updatedAt: now })
    .where(and(inTeam(teamId, id), eq(environment.revision, revision)));

export const deleteEnvironment = (db: Database, teamId: string, id: string) =>
  db.delete(environment).where(inTeam(teamId, id));
