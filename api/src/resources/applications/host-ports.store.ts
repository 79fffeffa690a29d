import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";

const { application, destination, resource, resourceTarget } = schema;

const kept = (path: string) =>
  sql<string>`iif(json_valid(${application.container}), ${application.container} ->> ${path}, NULL)`;

/** Applications of a server that ask for this port of it, each with the address that it is bound to. */
export const listHostPorts = (db: Database, teamId: string, { serverId, port }: { serverId: string; port: number }) =>
  db
    .select({ id: application.id, name: resource.name, address: kept("$.hostPort.address") })
    .from(application)
    .innerJoin(resource, eq(resource.id, application.id))
    .innerJoin(resourceTarget, eq(resourceTarget.resourceId, resource.id))
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .where(
      and(
        eq(unindexed(resource.teamId), teamId),
        eq(destination.serverId, serverId),
        sql`${kept("$.hostPort.port")} = ${port}`,
      ),
    );
