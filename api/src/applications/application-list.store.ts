import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
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

/** One query for a page of cards; no JSON columns and no sealed ones. */
export const listApplications = (db: Database, teamId: string, query: ApplicationQuery) =>
  db
    .select({
      id: application.id,
      name: application.name,
      projectId: environment.projectId,
      environmentId: application.environmentId,
      serverId: destination.serverId,
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
    .where(and(...conditions(teamId, query)))
    .orderBy(desc(application.id))
    .limit(query.limit + 1);
export type ApplicationListRow = Awaited<ReturnType<typeof listApplications>>[number];

function conditions(teamId: string, query: ApplicationQuery): (SQL | undefined)[] {
  const { projectId, environmentId, serverId, sourceId, cursor } = query;
  return [
    eq(application.teamId, teamId),
    projectId ? eq(environment.projectId, projectId) : undefined,
    environmentId ? eq(application.environmentId, environmentId) : undefined,
    serverId ? eq(destination.serverId, serverId) : undefined,
    sourceId ? eq(application.sourceId, sourceId) : undefined,
    cursor ? lt(application.id, cursor) : undefined,
  ];
}
