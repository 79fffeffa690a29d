import { type Database, schema, unindexed } from "@fairlead/db";
import { and, asc, count, eq, sql } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";

const { variable } = schema;
export type VariableRow = typeof variable.$inferSelect;

const inTeam = (teamId: string, id: string) => and(eq(variable.teamId, teamId), eq(variable.id, id));
const ofApplication = (teamId: string, resourceId: string) =>
  and(eq(unindexed(variable.teamId), teamId), eq(variable.resourceId, resourceId));

/** All variables of one application; there are at most 1,000, so no pages. */
export const listVariableRows = (db: Database, teamId: string, { resourceId }: { resourceId: string }) =>
  db.select().from(variable).where(ofApplication(teamId, resourceId)).orderBy(asc(variable.key));

export async function getVariableRow(db: Database, teamId: string, id: string): Promise<VariableRow> {
  const [row] = await db.select().from(variable).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("variable");
  return row;
}

/**
 * Number and size of an application's values without opening them: a sealed text is `v1.<key>.<iv>.<base64 of value and 16 bytes>`,
 * so its length tells the value's to within two bytes, and SQLite knows the length without reading the text.
 */
export async function measureVariables(db: Database, teamId: string, of: { resourceId: string; except?: string }) {
  const [row] = await db
    .select({
      count: count(),
      sizeBytes: sql<number>`coalesce(sum((octet_length(${variable.value}) - 21) * 3 / 4 - 16), 0)`,
    })
    .from(variable)
    .where(and(ofApplication(teamId, of.resourceId), of.except ? sql`${variable.id} <> ${of.except}` : undefined));
  return row ?? { count: 0, sizeBytes: 0 };
}

export const insertVariable = (db: Database, row: typeof variable.$inferInsert) => db.insert(variable).values(row);

/** Holds for the revision that was read. */
export const updateVariable = (
  db: Database,
  teamId: string,
  { id, revision, set }: { id: string; revision: number; set: Partial<typeof variable.$inferInsert> },
) =>
  db
    .update(variable)
    .set({ ...set, revision: revision + 1 })
    .where(and(inTeam(teamId, id), eq(variable.revision, revision)));

export const deleteVariable = (db: Database, teamId: string, id: string) =>
  db.delete(variable).where(inTeam(teamId, id));

/** First half of replacing a set; the second is `insertVariables` in the same batch. */
export const deleteVariables = (db: Database, teamId: string, { resourceId }: { resourceId: string }) =>
  db.delete(variable).where(ofApplication(teamId, resourceId));

const rowsPerStatement = 500;
/** Statements of at most 500 rows: a statement may hold about 32,000 values. */
export function insertVariables(db: Database, rows: (typeof variable.$inferInsert)[]) {
  const statements = [];
  for (let from = 0; from < rows.length; from += rowsPerStatement)
    statements.push(db.insert(variable).values(rows.slice(from, from + rowsPerStatement)));
  return statements;
}
