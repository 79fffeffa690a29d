import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { ApplicationQuery } from "./applications.schemas.ts";

const { application, environment, destination, deployment, domain } = schema;
const active = alias(deployment, "active");
const latest = alias(deployment, "latest");

/** The first address that serves; ids sort by time of creation. */
const firstUrl = sql<string | null>`(
  select ${domain.scheme} || '://' || ${domain.host} || ${domain.path} from ${domain}
  where ${eq(domain.applicationId, application.id)} and ${domain.redirectTo} is null order by ${domain.id} limit 1
)`;

const given = (name: string) => sql.placeholder(name);
/** A filter that was not given lets everything through. The team alone chooses the index, so this costs nothing. */
const matches = (column: SQLWrapper, name: string) => sql`(${given(name)} is null or ${column} = ${given(name)})`;

/** One query for a page of cards; no JSON columns and no sealed ones. */
const prepare = (db: Database) =>
  db
    .select({
      id: application.id,
      name: application.name,
      projectId: environment.projectId,
      environmentId: application.environmentId,
      serverId: destination.serverId,
      destinationId: application.destinationId,
      state: application.state,
      stateObservedAt: application.stateObservedAt,
      repository: application.repository,
      image: application.image,
      branch: application.branch,
      url: firstUrl,
      activeNumber: active.number,
      activeCommit: active.commit,
      activeSince: active.liveAt,
      activeConfigVersion: active.configVersion,
      configVersion: application.configVersion,
      latestStatus: latest.status,
      createdAt: application.createdAt,
      updatedAt: application.updatedAt,
    })
    .from(application)
    .innerJoin(environment, eq(environment.id, application.environmentId))
    .innerJoin(destination, eq(destination.id, application.destinationId))
    .leftJoin(active, and(eq(active.applicationId, application.id), sql`${active.isActive} = 1`))
    .leftJoin(latest, and(eq(latest.applicationId, application.id), eq(latest.number, application.deploymentCount)))
    .where(
      and(
        eq(application.teamId, given("teamId")),
        // Ids hold no character beyond z, so this is above every one of them.
        sql`${application.id} < coalesce(${given("cursor")}, '~')`,
        matches(environment.projectId, "projectId"),
        matches(application.environmentId, "environmentId"),
        matches(destination.serverId, "serverId"),
        matches(application.sourceId, "sourceId"),
      ),
    )
    .orderBy(desc(application.id))
    .limit(given("limit"))
    .prepare();

/** Building the text of this query takes as long as running it, and lists are asked for most: built once a database. */
const prepared = new WeakMap<Database, ReturnType<typeof prepare>>();

export function listApplications(db: Database, teamId: string, query: ApplicationQuery): Promise<ApplicationListRow[]> {
  const statement = prepared.get(db) ?? prepare(db);
  prepared.set(db, statement);
  const { cursor = null, projectId = null, environmentId = null, serverId = null, sourceId = null, limit } = query;
  return statement.all({ teamId, cursor, projectId, environmentId, serverId, sourceId, limit: limit + 1 });
}
export type ApplicationListRow = Awaited<ReturnType<ReturnType<typeof prepare>["all"]>>[number];
