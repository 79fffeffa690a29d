import { type Database, schema, unindexed } from "@fairlead/db";
import { and, asc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { Statement } from "../../kit/sql/statement.ts";
import type { Edge } from "../../rules/variable-graph.ts";
import type { VariableRow } from "./variables.store.ts";

const { environment, project, resource, server, variable, variableReference } = schema;

/** All of a list in one parameter, however long it is. */
const listed = (values: readonly unknown[]) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** Resources that a text in one environment can name. */
export const listNeighbours = (db: Database, teamId: string, environmentId: string) =>
  db
    .select({ id: resource.id, name: resource.name })
    .from(resource)
    .where(
      and(
        eq(unindexed(resource.teamId), teamId),
        eq(resource.environmentId, environmentId),
        isNull(resource.serviceId),
        ne(resource.state, "removing"),
      ),
    )
    .orderBy(asc(resource.id));

/** What resources of one environment are called; what is elsewhere by now is left out. */
export const listNames = (db: Database, teamId: string, of: { environmentId: string; ids: readonly string[] }) =>
  db
    .select({ id: resource.id, name: resource.name })
    .from(resource)
    .where(
      and(
        eq(unindexed(resource.teamId), teamId),
        eq(unindexed(resource.environmentId), of.environmentId),
        sql`${resource.id} IN ${listed(of.ids)}`,
      ),
    );

type Wanted = { environmentId: string; wanted: readonly { resourceId: string; key: string }[] };

const isWanted = (teamId: string, { environmentId, wanted }: Wanted) => {
  const pairs = JSON.stringify(wanted.map(({ resourceId, key }) => [resourceId, key]));
  return and(
    eq(unindexed(variable.teamId), teamId),
    sql`(${variable.holderId}, ${variable.key}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${pairs}))`,
    sql`(SELECT r.environment_id FROM resource r WHERE r.id = ${variable.resourceId}) = ${environmentId}`,
  );
};

/** How much their sealed values are, without reading them. */
export async function measureWanted(db: Database, teamId: string, of: Wanted): Promise<number> {
  const sizeBytes = sql<number>`coalesce(sum(octet_length(${variable.value})), 0)`;
  const [row] = await db.select({ sizeBytes }).from(variable).where(isWanted(teamId, of));
  return row?.sizeBytes ?? 0;
}

/** Variables of resources of one environment, by whose they are and what they are called. */
export const listWanted = (db: Database, teamId: string, of: Wanted): Promise<VariableRow[]> =>
  db.select().from(variable).where(isWanted(teamId, of));

/** What a server gives to the resource that holds the variable, and to nobody else. */
const isAtServer = sql<boolean>`variable_reference.resource_id IS NULL AND EXISTS (
  SELECT 1 FROM variable v CROSS JOIN resource_target t ON t.resource_id = v.resource_id
    CROSS JOIN destination d ON d.id = t.destination_id
    CROSS JOIN variable s ON s.holder_id = d.server_id AND s.key = variable_reference.key
  WHERE v.id = variable_reference.variable_id)`.mapWith(Boolean);

/** What each of the variables refers to. */
export const listEdges = (
  db: Database,
  teamId: string,
  { variableIds, limit }: { variableIds: readonly string[]; limit: number },
): Promise<Edge[]> =>
  db
    .select({
      variableId: variableReference.variableId,
      resourceId: variableReference.resourceId,
      key: variableReference.key,
      isAtServer,
    })
    .from(variableReference)
    .where(
      and(
        eq(unindexed(variableReference.teamId), teamId),
        sql`${variableReference.variableId} IN ${listed(variableIds)}`,
      ),
    )
    .orderBy(asc(variableReference.variableId), asc(variableReference.position))
    .limit(limit);

export const deleteEdges = (db: Database, teamId: string, { variableId }: { variableId: string }) =>
  db
    .delete(variableReference)
    .where(and(eq(unindexed(variableReference.teamId), teamId), eq(variableReference.variableId, variableId)));

const rowsPerStatement = 500;
export function insertEdges(db: Database, teamId: string, edges: readonly Edge[]): Statement[] {
  const positions = new Map<string, number>();
  const rows = edges.map(({ variableId, resourceId, key }) => {
    const position = positions.get(variableId) ?? 0;
    positions.set(variableId, position + 1);
    return { variableId, position, teamId, resourceId, key };
  });
  const statements: Statement[] = [];
  for (let from = 0; from < rows.length; from += rowsPerStatement)
    statements.push(db.insert(variableReference).values(rows.slice(from, from + rowsPerStatement)));
  return statements;
}

const holderName = sql<string>`coalesce(${resource.name}, ${server.name}, ${environment.name}, ${project.name}, 'the team')`;
/** So many are named; that there are more is told by them too. */
const mostNamed = 5;

/** Who refers to something, with what holds each. */
const users = (db: Database, where: SQL | undefined) =>
  db
    .select({ key: variable.key, holderId: variable.holderId, holderName })
    .from(variableReference)
    .innerJoin(variable, eq(variable.id, variableReference.variableId))
    .leftJoin(resource, eq(resource.id, variable.resourceId))
    .leftJoin(server, eq(server.id, variable.serverId))
    .leftJoin(environment, eq(environment.id, sql`coalesce(${variable.environmentId}, ${resource.environmentId})`))
    .leftJoin(project, eq(project.id, sql`coalesce(${variable.projectId}, ${environment.projectId})`))
    .where(where)
    .limit(mostNamed);
export type UserRow = Awaited<ReturnType<typeof users>>[number];

/** Who refers to variables of a resource, or to some of them, but for itself. */
export const listUsers = (
  db: Database,
  teamId: string,
  of: { resourceId: string; keys?: readonly string[]; withOwn?: boolean },
) =>
  users(
    db,
    and(
      eq(unindexed(variableReference.teamId), teamId),
      eq(variableReference.resourceId, of.resourceId),
      of.keys ? inArray(sql`+${variableReference.key}`, listed(of.keys)) : undefined,
      of.withOwn ? undefined : sql`${variable.holderId} <> ${of.resourceId}`,
    ),
  );

/** Places whose variables `shared` means in what a variable stands in: its own and those around. */
const placesOfUser = sql`(
  SELECT iif(${variable.serverId} IS NULL, ${variable.teamId}, ${variable.serverId})
  UNION ALL SELECT ${environment.id} UNION ALL SELECT ${project.id}
  UNION ALL SELECT d.server_id FROM resource_target t CROSS JOIN destination d ON d.id = t.destination_id
    WHERE t.resource_id = ${variable.resourceId})`;

/** Who refers to what a place gives, and would find nothing without it. */
export const listBereft = (db: Database, teamId: string, of: { holderId: string; keys: readonly string[] }) =>
  users(
    db,
    and(
      eq(variableReference.teamId, teamId),
      isNull(variableReference.resourceId),
      sql`${variableReference.key} IN ${listed(of.keys)}`,
      sql`NOT (${variable.holderId} = ${of.holderId} AND ${variable.key} IN ${listed(of.keys)})`,
      sql`${of.holderId} IN ${placesOfUser}`,
      sql`NOT EXISTS (SELECT 1 FROM variable o WHERE o.holder_id IN ${placesOfUser} AND o.key = ${variableReference.key}
        AND o.id <> ${variable.id} AND o.holder_id <> ${of.holderId})`,
    ),
  );

/** Whether a resource refers to another, or another to it. */
export const listTies = (db: Database, teamId: string, { resourceId }: { resourceId: string }) =>
  users(
    db,
    and(
      eq(unindexed(variableReference.teamId), teamId),
      sql`${variableReference.variableId} IN (SELECT v.id FROM variable v WHERE v.resource_id = ${resourceId})`,
      sql`${variableReference.resourceId} <> ${resourceId}`,
    ),
  );

/**
 * Lets every resource know that is given what refers to a variable of this one, over however many others: something waits for a deployment
 * there. They are all of one environment.
 */
export function tellReferring(db: Database, teamId: string, { resourceId }: { resourceId: string }): Statement {
  const told = sql`(WITH RECURSIVE told(holder) AS (
    SELECT v.holder_id FROM variable_reference r CROSS JOIN variable v ON v.id = r.variable_id WHERE r.resource_id = ${resourceId}
    UNION
    SELECT v.holder_id FROM told CROSS JOIN variable_reference r ON r.resource_id = told.holder
      CROSS JOIN variable v ON v.id = r.variable_id)
    SELECT id FROM resource WHERE id IN (SELECT holder FROM told)
    UNION SELECT id FROM resource WHERE environment_id IN (SELECT holder FROM told))`;
  return db
    .update(resource)
    .set({ configVersion: sql`${resource.configVersion} + 1` })
    .where(
      and(
        eq(unindexed(resource.teamId), teamId),
        sql`${resource.id} IN ${told}`,
        ne(unindexed(resource.id), resourceId),
      ),
    );
}
