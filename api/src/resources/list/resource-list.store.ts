import { type Database, schema } from "@fairlead/db";
import { and, type Column, desc, eq, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { resourcePlaces } from "../../kit/access/resource-places.store.ts";
import { within } from "../../kit/access/within.store.ts";
import type { Reach } from "../../rules/permissions.ts";
import { active, type Facets, fieldsOf, latest, text } from "./card-fields.store.ts";
import type { ListQuery } from "./list-query.ts";
import { type ResourceField, type ResourceItem, resourceFields } from "./resource-item.ts";
import { carries, carriesFirst, hasTagWith } from "./tags-of-list.store.ts";

const { resource, environment, destination, domain } = schema;

/** Fields that look at deployments. */
const ofActive: readonly ResourceField[] = ["activeNumber", "activeCommit", "activeSince", "hasUndeployedChanges"];
const ofLatest: readonly ResourceField[] = ["latestStatus", "latestCause"];

const given = (name: string) => sql.placeholder(name);
/** A filter that was not given lets everything through. */
const matches = (column: SQLWrapper, name: string) => sql`(${given(name)} is null or ${column} = ${given(name)})`;
const isAmong = (column: SQLWrapper, name: string) =>
  sql`(${given(name)} is null or ${column} IN (SELECT value FROM json_each(${given(name)})))`;

/** What is listed. `own`: a column of one kind's table that can be asked for, and the id in whose order its index is. */
export type ListOf = { facets: readonly Facets[]; own?: { column: Column; id: Column } };

/**
 * The one condition that may choose the index, by the narrowest filter that was given: a team may have thousands of resources, and those
 * of one server or project are not looked for among them. In the order of what is narrower.
 */
const narrowed = {
  environmentId: eq(resource.environmentId, given("environmentId")),
  serverId: sql`${resource.id} IN (SELECT t.resource_id FROM destination d CROSS JOIN resource_target t ON t.destination_id = d.id
    WHERE d.server_id = ${given("serverId")})`,
  tag: carriesFirst,
  projectId: sql`${resource.environmentId} IN (SELECT e.id FROM environment e WHERE e.project_id = ${given("projectId")})`,
};
const order = ["environmentId", "serverId", "tag", "projectId"] as const;
type Narrow = (typeof order)[number] | "own" | "team";
/** On any of its servers, not only on the first. */
const runsOn = sql`(${given("serverId")} is null or EXISTS (SELECT 1 FROM resource_target t CROSS JOIN destination d ON d.id = t.destination_id
  WHERE t.resource_id = ${resource.id} AND d.server_id = ${given("serverId")}))`;
/** Written as no column by itself: SQLite does not look for an index then. */
const plain = (column: SQLWrapper) => sql`+${column}`;

/** Shorter beginnings are those of too many commits. */
const leastOfACommit = 4;

/** Each word stands in the name, in an address, in a tag, in where it comes from, or begins the commit that serves or was tried last. */
function holdsWords(facets: readonly Facets[]): SQL {
  const word = sql.raw("w.value");
  const texts = [resource.name, ...facets.flatMap(({ origins }) => origins)];
  const begins = (commit: SQLWrapper) => sql`substr(coalesce(${commit}, ''), 1, length(${word})) = ${word}`;
  const places = [
    ...texts.map((column) => sql`instr(lower(coalesce(${column}, '')), ${word}) > 0`),
    sql`length(${word}) >= ${sql.raw(String(leastOfACommit))} AND (${begins(active.commit)} OR ${begins(latest.commit)})`,
    sql`EXISTS (SELECT 1 FROM ${domain} WHERE ${domain.resourceId} = ${resource.id} AND instr(${domain.host}, ${word}) > 0)`,
    hasTagWith(word),
  ];
  const anywhere = sql.join(places, sql` OR `);
  return sql`NOT EXISTS (SELECT 1 FROM json_each(${given("words")}) w WHERE NOT (${anywhere}))`;
}

type Shape = ListOf & { reach: Reach; by: Narrow; isSearch: boolean };

const conditions = ({ facets, own, reach, by, isSearch }: Shape) =>
  and(
    within(reach, resourcePlaces),
    by === "own" && own ? eq(own.column, given("own")) : undefined,
    by === "own" || by === "team" ? undefined : narrowed[by],
    by === "team" ? eq(resource.teamId, given("teamId")) : sql`${plain(resource.teamId)} = ${given("teamId")}`,
    matches(environment.projectId, "projectId"),
    matches(plain(resource.environmentId), "environmentId"),
    by === "serverId" ? undefined : runsOn,
    own && by !== "own" ? matches(plain(own.column), "own") : undefined,
    carries,
    isAmong(plain(resource.kind), "kinds"),
    isAmong(plain(resource.state), "states"),
    isSearch ? holdsWords(facets) : undefined,
  );

const deployments = {
  active: sql`LEFT JOIN deployment active ON ${active.resourceId} = ${resource.id} AND ${active.isActive} = 1`,
  latest: sql`LEFT JOIN deployment latest ON ${latest.resourceId} = ${resource.id} AND ${latest.number} = ${resource.deploymentCount}`,
};

function tablesOf({ facets, isSearch }: Shape, fields: readonly ResourceField[]): SQL {
  const asksFor = (names: readonly ResourceField[]) => isSearch || names.some((name) => fields.includes(name));
  return sql.join(
    [
      sql`${resource} INNER JOIN ${environment} ON ${environment.id} = ${resource.environmentId}`,
      sql`INNER JOIN ${destination} ON ${destination.id} = ${resource.destinationId}`,
      ...facets.map(({ table, id }) => sql`LEFT JOIN ${table} ON ${id} = ${resource.id}`),
      ...(asksFor(ofActive) ? [deployments.active] : []),
      ...(asksFor(ofLatest) ? [deployments.latest] : []),
    ],
    sql` `,
  );
}

/**
 * A card as one text: the client makes an object of each row with each of its values twice, which for a page of fifty takes longer than
 * everything else. Fields that were not asked for are absent.
 */
function cardOf(facets: readonly Facets[], fields: readonly ResourceField[]) {
  const all = fieldsOf(facets);
  const pairs = fields.map((name) => sql`${sql.raw(`'${name}'`)}, ${all[name]}`);
  return sql`json_object(${sql.join(pairs, sql`, `)})`.mapWith((text: string): ResourceItem => JSON.parse(text));
}

/** One query for a page of cards. */
function preparePage(db: Database, shape: Shape, fields: readonly ResourceField[]) {
  // Of the table whose index is walked, which is in the order of its ids.
  const id = shape.by === "own" && shape.own ? shape.own.id : resource.id;
  return (
    db
      .select({ card: cardOf(shape.facets, fields) })
      .from(tablesOf(shape, fields))
      // Ids hold no character beyond z, so this is above every one of them.
      .where(and(conditions(shape), sql`${id} < coalesce(${given("cursor")}, '~')`))
      .orderBy(desc(id))
      .limit(given("limit"))
      .prepare()
  );
}

/** Kind and state of what the filter matches, each with how many there are. */
export type Count = [kind: string, state: string, count: number];
/** How many of what the filter matches a server has. What runs on several counts at each. */
export type ServerCount = [server: string, count: number];

const countOf = <C>(columns: readonly SQLWrapper[]) =>
  sql`json_array(${sql.join(columns.map(text), sql`, `)}, count(*))`.mapWith((stored: string): C => JSON.parse(stored));

const prepareCounts = (db: Database, shape: Shape) =>
  db
    .select({ count: countOf<Count>([resource.kind, resource.state]) })
    .from(tablesOf(shape, []))
    .where(conditions(shape))
    .groupBy(resource.kind, resource.state)
    .prepare();

const placeServer = sql.raw("place.server_id");
const prepareServerCounts = (db: Database, shape: Shape) =>
  db
    .select({ count: countOf<ServerCount>([placeServer]) })
    .from(
      sql`${tablesOf(shape, [])} INNER JOIN resource_target target ON target.resource_id = ${resource.id}
        INNER JOIN destination place ON place.id = target.destination_id`,
    )
    .where(conditions(shape))
    .groupBy(placeServer)
    .prepare();

type Prepared = ReturnType<typeof preparePage>;
type PreparedCounts = ReturnType<typeof prepareCounts>;
type PreparedServerCounts = ReturnType<typeof prepareServerCounts>;
/** Building the text of such a query takes as long as running it, and lists are asked for most: kept by what they ask for. */
const pages = new WeakMap<Database, WeakMap<ListOf, Map<string, Prepared>>>();
const counts = new WeakMap<Database, WeakMap<ListOf, Map<string, PreparedCounts>>>();
const serverCounts = new WeakMap<Database, WeakMap<ListOf, Map<string, PreparedServerCounts>>>();
/** Of every list so many; whoever asks for yet another choice of fields waits for it to be built. */
const keptStatements = 64;

type Kept<P> = WeakMap<Database, WeakMap<ListOf, Map<string, P>>>;
function keptOr<P>(kept: Kept<P>, { db, of, key }: { db: Database; of: ListOf; key: string }, make: () => P): P {
  const lists = kept.get(db) ?? new WeakMap<ListOf, Map<string, P>>();
  kept.set(db, lists);
  const known = lists.get(of) ?? new Map<string, P>();
  lists.set(of, known);
  const statement = known.get(key) ?? make();
  if (known.size >= keptStatements) known.clear();
  known.set(key, statement);
  return statement;
}

function shapeOf(of: ListOf, { reach, query }: { reach: Reach; query: ListQuery }): Shape {
  const by = order.find((name) => query[name] !== undefined) ?? (query.own === undefined ? "team" : "own");
  return { ...of, reach, by, isSearch: query.search !== undefined };
}

/** All that decides the text of a statement, but for the fields. */
const keyOf = ({ by, isSearch, reach: { only } }: Shape) => `${by} ${isSearch} ${JSON.stringify(only)}`;

const json = (list: readonly string[] | undefined) => (list === undefined ? null : JSON.stringify(list));
const valuesOf = (teamId: string, query: ListQuery) => {
  const { environmentId = null, serverId = null, projectId = null, own = null } = query;
  const tags = { tag: query.tag?.[0] ?? null, tags: json(query.tag) };
  const lists = { ...tags, kinds: json(query.kind), states: json(query.state), words: json(query.search) };
  return { teamId, environmentId, serverId, projectId, own, ...lists };
};

/** Newest first; one more than `limit` when there is more. */
export async function listResourceCards(
  db: Database,
  reach: Reach,
  { of, query }: { of: ListOf; query: ListQuery & { limit: number } },
): Promise<ResourceItem[]> {
  const { limit, cursor = null } = query;
  // Pages go on behind an id.
  const fields = query.fields ? [...new Set<ResourceField>(["id", ...query.fields])].toSorted() : resourceFields;
  const shape = shapeOf(of, { reach, query });
  const key = `${keyOf(shape)} ${fields.join()}`;
  const statement = keptOr(pages, { db, of, key }, () => preparePage(db, shape, fields));
  const rows = await statement.all({ ...valuesOf(reach.teamId, query), cursor, limit: limit + 1 });
  return rows.map(({ card }) => card);
}

export async function countResources(
  db: Database,
  reach: Reach,
  { of, query }: { of: ListOf; query: ListQuery },
): Promise<Count[]> {
  const shape = shapeOf(of, { reach, query });
  const statement = keptOr(counts, { db, of, key: keyOf(shape) }, () => prepareCounts(db, shape));
  return (await statement.all(valuesOf(reach.teamId, query))).map(({ count }) => count);
}

export async function countServers(
  db: Database,
  reach: Reach,
  { of, query }: { of: ListOf; query: ListQuery },
): Promise<ServerCount[]> {
  const shape = shapeOf(of, { reach, query });
  const statement = keptOr(serverCounts, { db, of, key: keyOf(shape) }, () => prepareServerCounts(db, shape));
  return (await statement.all(valuesOf(reach.teamId, query))).map(({ count }) => count);
}
