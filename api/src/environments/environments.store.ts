import { type Database, schema } from "@fairlead/db";
import { and, count, eq } from "drizzle-orm";

const { environment, application } = schema;

export const insertEnvironment = (db: Database, row: typeof environment.$inferInsert) =>
  db.insert(environment).values(row);

export async function countApplicationsOfProject(db: Database, teamId: string, projectId: string): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(application)
    .innerJoin(environment, eq(environment.id, application.environmentId))
    .where(and(eq(application.teamId, teamId), eq(environment.projectId, projectId)));
  return row?.count ?? 0;
}

/** All environments of one project; there are few, so no pages. */
export const listEnvironmentRows = (db: Database, teamId: string, { projectId }: { projectId: string }) =>
  db
    .select()
    .from(environment)
    .where(and(eq(environment.teamId, teamId), eq(environment.projectId, projectId)))
    .orderBy(environment.id);
