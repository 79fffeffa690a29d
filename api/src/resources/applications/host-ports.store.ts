import { type Database, schema, unindexed } from "@fairlead/db";
import type { PublishedPort } from "@fairlead/runner/contract";
import { eq, type SQL, sql } from "drizzle-orm";
import { jsonRows } from "../../kit/sql/json-rows.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { everywhere } from "../../rules/bounds.ts";

const { application, destination, resource, resourceTarget } = schema;

/** All ports of a server that an application asks for, one a row: the one of its process, and further ones. Damaged settings ask for none. */
const portsIn = (container: SQL) => sql`json_each(iif(json_valid(${container}),
  json_insert(coalesce(${container} -> '$.publishedPorts', json('[]')), '$[#]', json(${container} -> '$.hostPort')), '[]'))`;

/** The port of the process is one of TCP, and does not say so. */
const asks = (held: SQL, wanted: SQL) => sql`${held} ->> 'port' = ${wanted} ->> 'port'
  AND coalesce(${held} ->> 'protocol', 'tcp') = ${wanted} ->> 'protocol'
  AND (${held} ->> 'address' = ${wanted} ->> 'address' OR ${everywhere} IN (${held} ->> 'address', ${wanted} ->> 'address'))`;

type Wanted = { application: string; ports: readonly PublishedPort[] };
export type PortHolder = { id: string; name: string } & Pick<PublishedPort, "port" | "protocol">;

/** Other applications of a server that have one of the ports, each with the one that was asked for. */
export const listPortHolders = (
  db: Database,
  teamId: string,
  { application: id, ports, serverId }: Wanted & { serverId: string },
): Promise<PortHolder[]> =>
  db.all<PortHolder>(sql`
    SELECT ${application.id} AS id, ${resource.name} AS name, wanted.value ->> 'port' AS port, wanted.value ->> 'protocol' AS protocol
    FROM ${destination}
      CROSS JOIN ${resourceTarget} ON ${resourceTarget.destinationId} = ${destination.id}
      CROSS JOIN ${resource} ON ${resource.id} = ${resourceTarget.resourceId}
      CROSS JOIN ${application} ON ${application.id} = ${resource.id}
      CROSS JOIN ${portsIn(sql`${application.container}`)} held
      CROSS JOIN json_each(${jsonRows(ports)}) wanted
    WHERE ${destination.serverId} = ${serverId} AND ${eq(unindexed(resource.teamId), teamId)}
      AND ${resource.id} <> ${id}
      AND ${asks(sql`held.value`, sql`wanted.value`)}
    LIMIT 1`);

/**
 * Put behind a save: nothing of its batch is written when another application holds one of the ports on one of these servers, which it may
 * have got since that was looked at. Told as `ifChanged` tells it.
 */
export const portsAreFree = (
  db: Database,
  { application: id, ports, serverIds }: Wanted & { serverIds: readonly string[] },
): Statement =>
  db.all(sql`SELECT CASE WHEN EXISTS (
    SELECT 1 FROM json_each(${jsonRows(serverIds)}) asked
      CROSS JOIN destination d ON d.server_id = asked.value
      CROSS JOIN resource_target t ON t.destination_id = d.id AND t.resource_id <> ${id}
      CROSS JOIN application a ON a.id = t.resource_id
      CROSS JOIN ${portsIn(sql`a.container`)} held
      CROSS JOIN json_each(${jsonRows(ports)}) wanted
    WHERE ${asks(sql`held.value`, sql`wanted.value`)}
  ) THEN json('the port is taken') ELSE 1 END`);
