import { type Database, schema } from "@fairlead/db";
import { resourceKindOf } from "@fairlead/runner/contract";
import { and, eq, sql } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";
import { holderKindOf } from "../../rules/variable-holder.ts";
import { resourceServers } from "./resource-servers.store.ts";

const { resource, environment, destination, deployment, domain, project, server, variable } = schema;

/** Where whatever runs stands, and nothing of its settings: those may be damaged, and somebody has to be let in to mend them. */
const standing = {
  teamId: resource.teamId,
  projectId: environment.projectId,
  environmentId: resource.environmentId,
  resourceId: resource.id,
  serverIds: resourceServers,
};

const placed = (db: Database) =>
  db
    .select(standing)
    .from(resource)
    .innerJoin(environment, eq(environment.id, resource.environmentId))
    .innerJoin(destination, eq(destination.id, resource.destinationId));

type Located = Awaited<ReturnType<typeof placed>>[number];

function found<Row>([row]: Row[], what: string): Row {
  if (!row) throw notFound(what);
  return row;
}

export const locateResource = async (db: Database, teamId: string, id: string): Promise<Located> =>
  found(
    await placed(db)
      .where(and(eq(resource.teamId, teamId), eq(resource.id, id)))
      .limit(1),
    resourceKindOf(id) ?? "resource",
  );

export const locateDeployment = async (db: Database, teamId: string, id: string): Promise<Located> =>
  found(
    await placed(db)
      .innerJoin(deployment, eq(deployment.resourceId, resource.id))
      .where(and(eq(deployment.teamId, teamId), eq(deployment.id, id)))
      .limit(1),
    "deployment",
  );

export const locateDomain = async (db: Database, teamId: string, id: string): Promise<Located> =>
  found(
    await placed(db)
      .innerJoin(domain, eq(domain.resourceId, resource.id))
      .where(and(eq(domain.teamId, teamId), eq(domain.id, id)))
      .limit(1),
    "domain",
  );

const serversOf = sql<string>`CASE WHEN ${variable.serverId} IS NOT NULL THEN json_array(${variable.serverId})
  WHEN ${resource.id} IS NULL THEN '[]' ELSE ${resourceServers} END`.mapWith((ids: string): string[] =>
  JSON.parse(ids),
);

/** Where what holds a variable stands. */
export const locateVariable = async (db: Database, teamId: string, id: string) =>
  found(
    await db
      .select({
        teamId: variable.teamId,
        projectId: sql<string | null>`coalesce(${variable.projectId}, ${environment.projectId})`,
        environmentId: environment.id,
        resourceId: variable.resourceId,
        serverIds: serversOf,
      })
      .from(variable)
      .leftJoin(resource, eq(resource.id, variable.resourceId))
      .leftJoin(environment, eq(environment.id, sql`coalesce(${variable.environmentId}, ${resource.environmentId})`))
      .leftJoin(destination, eq(destination.id, resource.destinationId))
      .where(and(eq(variable.teamId, teamId), eq(variable.id, id)))
      .limit(1),
    "variable",
  );

const nowhere = { projectId: null, environmentId: null, resourceId: null, serverIds: [] };

async function locateServer(db: Database, teamId: string, id: string) {
  const of = and(eq(server.teamId, teamId), eq(server.id, id));
  const rows = await db.select({ teamId: server.teamId }).from(server).where(of).limit(1);
  return { ...nowhere, ...found(rows, "server"), serverIds: [id] };
}

async function locateEnvironment(db: Database, teamId: string, id: string) {
  const of = and(eq(environment.teamId, teamId), eq(environment.id, id));
  const place = { teamId: environment.teamId, projectId: environment.projectId, environmentId: environment.id };
  const rows = await db.select(place).from(environment).where(of).limit(1);
  return { ...nowhere, ...found(rows, "environment") };
}

async function locateProject(db: Database, teamId: string, id: string) {
  const of = and(eq(project.teamId, teamId), eq(project.id, id));
  const rows = await db.select({ teamId: project.teamId, projectId: project.id }).from(project).where(of).limit(1);
  return { ...nowhere, ...found(rows, "project") };
}

async function locateTeam(_db: Database, teamId: string, id: string) {
  return { ...nowhere, ...found(id === teamId ? [{ teamId }] : [], "team") };
}

const locators = {
  resource: locateResource,
  server: locateServer,
  environment: locateEnvironment,
  project: locateProject,
  team: locateTeam,
};

/** Where something that holds variables stands, whatever it is. */
export async function locateHolder(db: Database, teamId: string, id: string) {
  const kind = holderKindOf(id);
  if (kind === null) throw notFound("resource");
  return locators[kind](db, teamId, id);
}
