import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, lt } from "drizzle-orm";
import { within } from "../../kit/access/within.store.ts";
import type { PageQuery } from "../../kit/http/page.ts";
import { notFound } from "../../rules/errors.ts";
import type { Reach } from "../../rules/permissions.ts";

const { project } = schema;
export type ProjectRow = typeof project.$inferSelect;

/** Every query of this feature is here and starts from the team. */
const inTeam = (teamId: string, id: string) => and(eq(project.teamId, teamId), eq(project.id, id));

export const listProjectRows = (db: Database, reach: Reach, page: PageQuery) =>
  db
    .select()
    .from(project)
    .where(
      and(
        eq(project.teamId, reach.teamId),
        within(reach, { project: project.id }),
        page.cursor ? lt(project.id, page.cursor) : undefined,
      ),
    )
    .orderBy(desc(project.id))
    .limit(page.limit + 1);

export async function getProjectRow(db: Database, teamId: string, id: string): Promise<ProjectRow> {
  const [row] = await db.select().from(project).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("project");
  return row;
}

/** Statement, not execution: verbs put statements into one `db.batch`. */
export const insertProject = (db: Database, row: typeof project.$inferInsert) => db.insert(project).values(row);

/** Holds for the revision that was read. */
export const updateProject = (
  db: Database,
  teamId: string,
  change: { id: string; revision: number; set: Pick<Partial<ProjectRow>, "name" | "description">; now: number },
) =>
  db
    .update(project)
    .set({ ...change.set, revision: change.revision + 1, updatedAt: change.now })
    .where(and(inTeam(teamId, change.id), eq(project.revision, change.revision)));

export const deleteProject = (db: Database, teamId: string, id: string) => db.delete(project).where(inTeam(teamId, id));
