import { schema } from "@fairlead/db";
import { type Column, eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { alias, type SQLiteTable } from "drizzle-orm/sqlite-core";
import type { ResourceField } from "./resource-item.ts";
import { tags } from "./tags-of-list.store.ts";

const { resource, environment, destination, deployment, domain } = schema;
export const active = alias(deployment, "active");
export const latest = alias(deployment, "latest");

/** What a kind shows of its own table in lists of all kinds. Its row has the id of the resource. */
export type Facets = {
  table: SQLiteTable;
  id: Column;
  /** Where it comes from: the first that there is. Whoever searches looks into all of them. */
  origins: readonly Column[];
  branch?: Column;
};

type Storage = "text" | "integer";
/** A value as its column should hold it. JSON has no word for bytes, and one damaged row must not fail the page that it is on. */
const kept = (column: SQLWrapper, type: Storage) =>
  sql`iif(typeof(${column}) = ${sql.raw(`'${type}'`)}, ${column}, NULL)`;
export const text = (column: SQLWrapper) => kept(column, "text");
const number = (column: SQLWrapper) => kept(column, "integer");
/** Of a text that is no row's, JSON is made once a statement. */
const truth = (condition: SQL) => sql`iif(${condition}, json('true'), json('false'))`;
const firstOf = (columns: readonly SQLWrapper[], last: SQL) =>
  columns.length === 0 ? last : sql`coalesce(${sql.join(columns.map(text), sql`, `)}, ${last})`;

/** The first address that serves; ids sort by time of creation. */
const firstUrl = sql`(
  select ${domain.scheme} || '://' || ${domain.host} || ${domain.path} from ${domain}
  where ${eq(domain.resourceId, resource.id)} and ${domain.redirectTo} is null order by ${domain.id} limit 1
)`;

/** Only its sentence, and nothing of what cannot be read: a page of cards carries no logs. */
const latestCause = sql`CASE WHEN ${latest.status} = 'failed' AND typeof(${latest.cause}) = 'text' AND json_valid(${latest.cause})
  THEN substr(json_extract(${latest.cause}, '$.sentence'), 1, 400) END`;

/** Names of the columns that hold what they should not. */
function damagedOf(facets: readonly Facets[]): SQL {
  const columns: [name: string, column: SQLWrapper, holds: string][] = [
    ["name", resource.name, "'text'"],
    ["state", resource.state, "'text'"],
    ...facets.flatMap(({ origins, branch }) =>
      [...origins, ...(branch ? [branch] : [])].map((column): [string, Column, string] => [
        column.name.replaceAll("_", " "),
        column,
        "'text', 'null'",
      ]),
    ),
  ];
  const each = columns.map(
    ([name, column, holds]) => sql`iif(typeof(${column}) IN (${sql.raw(holds)}), '', ${sql.raw(`',"${name}"'`)})`,
  );
  const good = columns.map(([, column, holds]) => sql`typeof(${column}) IN (${sql.raw(holds)})`);
  const names = sql`json('[' || substr(${sql.join(each, sql` || `)}, 2) || ']')`;
  return sql`iif(${sql.join(good, sql` AND `)}, json('[]'), ${names})`;
}

/** Each with the server it is on. In no order: a page of cards sorts nothing for each of its rows. */
const targets = sql`json((SELECT json_group_array(json_object('serverId', d.server_id, 'destinationId', d.id))
  FROM resource_target t CROSS JOIN destination d ON d.id = t.destination_id
  WHERE t.resource_id = ${resource.id} AND typeof(d.id) = 'text' AND typeof(d.server_id) = 'text'))`;

/** Every field of a card, with the table that it needs beside its resource. No JSON columns and no sealed ones. */
export const fieldsOf = (facets: readonly Facets[]): Record<ResourceField, SQL> => ({
  id: text(resource.id),
  kind: text(resource.kind),
  name: sql`coalesce(${text(resource.name)}, ${text(resource.id)})`,
  projectId: text(environment.projectId),
  environmentId: text(resource.environmentId),
  serverId: text(destination.serverId),
  destinationId: text(resource.destinationId),
  targets,
  tags,
  state: sql`coalesce(${text(resource.state)}, 'unknown')`,
  stateObservedAt: number(resource.stateObservedAt),
  origin: firstOf(
    facets.flatMap(({ origins }) => origins),
    sql`''`,
  ),
  branch: firstOf(
    facets.flatMap(({ branch }) => (branch ? [branch] : [])),
    sql`NULL`,
  ),
  url: firstUrl,
  activeNumber: number(active.number),
  activeCommit: text(active.commit),
  activeSince: number(active.liveAt),
  latestStatus: text(latest.status),
  latestCause,
  hasUndeployedChanges: truth(sql`${resource.configVersion} > ${active.configVersion}`),
  damaged: damagedOf(facets),
  createdAt: number(resource.createdAt),
  updatedAt: number(resource.updatedAt),
});
