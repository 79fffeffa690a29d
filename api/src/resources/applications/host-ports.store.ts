import { type Database, schema, unindexed } from "@fairlead/db";
import type { HostPort } from "@fairlead/runner/contract";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { jsonRows } from "../../kit/sql/json-rows.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { everywhere } from "../../rules/bounds.ts";

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

/** Every address meets the one that is all of them. */
const meets = (column: SQL, address: string) =>
  address === everywhere ? sql`true` : sql`${column} IN (${address}, ${everywhere})`;

const held = (path: string) => sql`iif(json_valid(a.container), a.container ->> ${path}, NULL)`;

/**
 * Put behind a save: nothing of its batch is written when another application holds the port on one of these servers, which it may have
 * got since that was looked at. Told as `ifChanged` tells it.
 */
export const portIsFree = (
  db: Database,
  { application: id, hostPort, serverIds }: { application: string; hostPort: HostPort; serverIds: readonly string[] },
): Statement =>
  db.all(sql`SELECT CASE WHEN EXISTS (
    SELECT 1 FROM json_each(${jsonRows(serverIds)}) asked
      CROSS JOIN destination d ON d.server_id = asked.value
      CROSS JOIN resource_target t ON t.destination_id = d.id AND t.resource_id <> ${id}
      CROSS JOIN application a ON a.id = t.resource_id
    WHERE ${held("$.hostPort.port")} = ${hostPort.port} AND ${meets(held("$.hostPort.address"), hostPort.address)}
  ) THEN json('the port is taken') ELSE 1 END`);
