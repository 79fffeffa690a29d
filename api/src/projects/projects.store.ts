import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, lt } from "drizzle-orm";
import { notFound } from "../domain/errors.ts";
import type { PageQuery } from "../http/page.ts";
import type { UpdateProject } from "./projects.schemas.ts";

const { project } = schema;
export type ProjectRow = typeof project.$inferSelect;

/** Every query of this feature is here and starts from the team. */
const inTeam = (teamId: string, id: string) => and(eq(project.teamId, teamId), eq(project.id, id));

export const listProjectRows = (db: Database, teamId: string, page: PageQuery) =>
  db
    .select()
    .from(project)
    .where(and(eq(project.teamId, teamId), page.cursor ? lt(project.id, page.cursor) : undefined))
    .orderBy(desc(project.id))
    .limit(page.limit + 1);

export async function getProjectRow(db: Database, teamId: string, id: string): Promise<ProjectRow> {
  const [row] = await db.select().from(project).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("project");
  return row;
}

/** Statement, not execution: verbs put statements into one `db.batch`. */
export const insertProject = (db: Database, row: typeof project.$inferInsert) => db.insert(project).values(row);

export const updateProject = (db: Database, teamId: string, change: { id: string; set: UpdateProject; now: number }) =>
  db
    .update(project)
    .set({ ...change.set, updatedAt: change.now })
    .where(inTeam(teamId, change.id));

export const deleteProject = (db: Database, teamId: string, id: string) => db.delete(project).where(inTeam(teamId, id));
