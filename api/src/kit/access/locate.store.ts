import { type Database, schema } from "@fairlead/db";
import { resourceKindOf } from "@fairlead/runner/contract";
import { and, eq } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";
import { resourceServers } from "./resource-servers.store.ts";

const { resource, environment, destination, deployment, domain, variable } = schema;

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

function found([row]: Located[], what: string): Located {
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

export const locateVariable = async (db: Database, teamId: string, id: string): Promise<Located> =>
  found(
    await placed(db)
      .innerJoin(variable, eq(variable.resourceId, resource.id))
      .where(and(eq(variable.teamId, teamId), eq(variable.id, id)))
      .limit(1),
    "variable",
  );
