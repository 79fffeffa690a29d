import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { ApplicationItem } from "./application-views.ts";
import type { ApplicationQuery } from "./applications.schemas.ts";

const { application, resource, environment, destination, deployment, domain } = schema;
const active = alias(deployment, "active");
const latest = alias(deployment, "latest");

/** The first address that serves; ids sort by time of creation. */
const firstUrl = sql<string | null>`(
  select ${domain.scheme} || '://' || ${domain.host} || ${domain.path} from ${domain}
  where ${eq(domain.resourceId, resource.id)} and ${domain.redirectTo} is null order by ${domain.id} limit 1
)`;

/** Only its sentence, and nothing of what cannot be read: a page of cards carries no logs. */
const latestCause = sql<string | null>`CASE WHEN ${latest.status} = 'failed' AND json_valid(${latest.cause})
  THEN substr(json_extract(${latest.cause}, '$.sentence'), 1, 400) END`;

const given = (name: string) => sql.placeholder(name);
/** A filter that was not given lets everything through. */
const matches = (column: SQLWrapper, name: string) => sql`(${given(name)} is null or ${column} = ${given(name)})`;

/**
 * The one condition that may choose the index, by the narrowest filter that was given: a team may have thousands of applications, and
 * those of one server, project or source are not looked for among them. In the order of what is narrower.
 */
const narrowed = {
  environmentId: eq(resource.environmentId, given("environmentId")),
  serverId: sql`${resource.destinationId} IN (SELECT d.id FROM destination d WHERE d.server_id = ${given("serverId")})`,
  projectId: sql`${resource.environmentId} IN (SELECT e.id FROM environment e WHERE e.project_id = ${given("projectId")})`,
  sourceId: eq(application.sourceId, given("sourceId")),
  teamId: eq(resource.teamId, given("teamId")),
};
type Narrow = keyof typeof narrowed;
/** Written as no column by itself: SQLite does not look for an index then. */
const plain = (column: SQLWrapper) => sql`+${column}`;

/** What a card is made of; no JSON columns and no sealed ones. */
const shown = {
  id: resource.id,
  name: resource.name,
  projectId: environment.projectId,
  environmentId: resource.environmentId,
  serverId: destination.serverId,
  destinationId: resource.destinationId,
  state: resource.state,
  stateObservedAt: resource.stateObservedAt,
  repository: application.repository,
  image: application.image,
  branch: application.branch,
  url: firstUrl,
  activeNumber: active.number,
  activeCommit: active.commit,
  activeSince: active.liveAt,
  activeConfigVersion: active.configVersion,
  configVersion: resource.configVersion,
  latestStatus: latest.status,
  latestCause,
  createdAt: resource.createdAt,
  updatedAt: resource.updatedAt,
};
export type ApplicationListRow = Omit<ApplicationItem, "origin" | "hasUndeployedChanges"> &
  Pick<typeof application.$inferSelect, "repository" | "image"> & {
    configVersion: number;
    activeConfigVersion: number | null;
  };

/**
 * A card as one text: the client makes an object of each row with each of its values twice, which for a page of fifty takes longer than
 * everything else. There is no value here that JSON cannot say.
 */
const card = sql`json_object(${sql.join(
  Object.entries(shown).map(([name, value]) => sql`${sql.raw(`'${name}'`)}, ${value}`),
  sql`, `,
)})`.mapWith((text: string): ApplicationListRow => JSON.parse(text));

/** Of the table whose index is walked, which is in the order of its ids. */
const idOf = (by: Narrow) => (by === "sourceId" ? application.id : resource.id);

/** One query for a page of cards. */
const prepare = (db: Database, by: Narrow) =>
  db
    .select({ card })
    .from(resource)
    .innerJoin(application, eq(application.id, resource.id))
    .innerJoin(environment, eq(environment.id, resource.environmentId))
    .innerJoin(destination, eq(destination.id, resource.destinationId))
    .leftJoin(active, and(eq(active.resourceId, resource.id), sql`${active.isActive} = 1`))
    .leftJoin(latest, and(eq(latest.resourceId, resource.id), eq(latest.number, resource.deploymentCount)))
    .where(
      and(
        narrowed[by],
        by === "teamId" ? undefined : sql`${plain(resource.teamId)} = ${given("teamId")}`,
        // Ids hold no character beyond z, so this is above every one of them.
        sql`${idOf(by)} < coalesce(${given("cursor")}, '~')`,
        matches(environment.projectId, "projectId"),
        matches(plain(resource.environmentId), "environmentId"),
        matches(destination.serverId, "serverId"),
        matches(plain(application.sourceId), "sourceId"),
      ),
    )
    .orderBy(desc(idOf(by)))
    .limit(given("limit"))
    .prepare();

type Prepared = ReturnType<typeof prepare>;
/** Building the text of this query takes as long as running it, and lists are asked for most: built once a database. */
const prepared = new WeakMap<Database, Map<Narrow, Prepared>>();

function preparedBy(db: Database, by: Narrow): Prepared {
  const known = prepared.get(db) ?? new Map<Narrow, Prepared>();
  prepared.set(db, known);
  const statement = known.get(by) ?? prepare(db, by);
  known.set(by, statement);
  return statement;
}

const order: readonly Exclude<Narrow, "teamId">[] = ["environmentId", "serverId", "projectId", "sourceId"];

export async function listApplications(
  db: Database,
  teamId: string,
  query: ApplicationQuery,
): Promise<ApplicationListRow[]> {
  const by = order.find((name) => query[name] !== undefined) ?? "teamId";
  const { cursor = null, projectId = null, environmentId = null, serverId = null, sourceId = null, limit } = query;
  const filters = { cursor, projectId, environmentId, serverId, sourceId };
  const rows = await preparedBy(db, by).all({ teamId, ...filters, limit: limit + 1 });
  return rows.map((row) => row.card);
}
