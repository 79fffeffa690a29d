import { type Database, schema, unindexed } from "@fairlead/db";
import { and, asc, count, eq, getTableColumns, sql } from "drizzle-orm";
import { holdersAround } from "../../kit/access/holders-around.store.ts";
import { notFound } from "../../rules/errors.ts";
import { holderKindOf } from "../../rules/variable-holder.ts";

const { environment, project, server, team, variable } = schema;
export type VariableRow = typeof variable.$inferSelect;

const inTeam = (teamId: string, id: string) => and(eq(variable.teamId, teamId), eq(variable.id, id));
const heldBy = (teamId: string, holderId: string) =>
  and(eq(unindexed(variable.teamId), teamId), eq(variable.holderId, holderId));

/** All variables of one holder; there are at most 1,000, so no pages. */
export const listVariableRows = (db: Database, teamId: string, { holderId }: { holderId: string }) =>
  db.select().from(variable).where(heldBy(teamId, holderId)).orderBy(asc(variable.key));

/** What the places around a holder give, with what they are called. */
export const listAround = (db: Database, teamId: string, { holderId }: { holderId: string }) =>
  db
    .select({
      ...getTableColumns(variable),
      holderName: sql<string>`coalesce(${server.name}, ${environment.name}, ${project.name}, ${team.name})`,
    })
    .from(variable)
    .innerJoin(team, eq(team.id, variable.teamId))
    .leftJoin(server, eq(server.id, variable.serverId))
    .leftJoin(environment, eq(environment.id, variable.environmentId))
    .leftJoin(project, eq(project.id, variable.projectId))
    .where(
      and(
        eq(unindexed(variable.teamId), teamId),
        sql`${variable.holderId} IN (${holdersAround({ teamId, holderId })})`,
      ),
    );
export type AroundRow = Awaited<ReturnType<typeof listAround>>[number];

export async function getVariableRow(db: Database, teamId: string, id: string): Promise<VariableRow> {
  const [row] = await db.select().from(variable).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("variable");
  return row;
}

const measured = {
  count: count(),
  sizeBytes: sql<number>`coalesce(sum((octet_length(${variable.value}) - 21) * 3 / 4 - 16), 0)`,
};

/**
 * Number and size of the values of one holder without opening them: a sealed text is `v1.<key>.<iv>.<base64 of value and 16 bytes>`,
 * so its length tells the value's to within two bytes, and SQLite knows the length without reading the text.
 */
export async function measureVariables(db: Database, teamId: string, of: { holderId: string; except?: string }) {
  const [row] = await db
    .select(measured)
    .from(variable)
    .where(and(heldBy(teamId, of.holderId), of.except ? sql`${variable.id} <> ${of.except}` : undefined));
  return row ?? { count: 0, sizeBytes: 0 };
}

type NewVariable = Omit<typeof variable.$inferInsert, "resourceId" | "serverId" | "environmentId" | "projectId"> & {
  holderId: string;
};
/** The column that names its holder; what belongs to the team names none. */
function held({ holderId, ...row }: NewVariable): typeof variable.$inferInsert {
  const kind = holderKindOf(holderId);
  return kind === null || kind === "team" ? row : { ...row, [`${kind}Id`]: holderId };
}

/** The same of all that a release, or the page of one holder, is made of. */
export async function measureGiven(db: Database, teamId: string, { holderId }: { holderId: string }) {
  const holders = sql`(SELECT ${holderId} UNION ALL ${holdersAround({ teamId, holderId })})`;
  const [row] = await db
    .select(measured)
    .from(variable)
    .where(and(eq(unindexed(variable.teamId), teamId), sql`${variable.holderId} IN ${holders}`));
  return row ?? { count: 0, sizeBytes: 0 };
}

export const insertVariable = (db: Database, row: NewVariable) => db.insert(variable).values(held(row));

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
export const deleteVariables = (db: Database, teamId: string, { holderId }: { holderId: string }) =>
  db.delete(variable).where(heldBy(teamId, holderId));

const rowsPerStatement = 500;
/** Statements of at most 500 rows: a statement may hold about 32,000 values. */
export function insertVariables(db: Database, rows: NewVariable[]) {
  const statements = [];
  for (let from = 0; from < rows.length; from += rowsPerStatement)
    statements.push(db.insert(variable).values(rows.slice(from, from + rowsPerStatement).map(held)));
  return statements;
}
