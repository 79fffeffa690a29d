import { schema } from "@fairlead/db";
import { sql } from "drizzle-orm";

const { destination, resource } = schema;

/** Every server that a resource is on, one that it is leaving too; the one that it is to be on where it has no place yet. */
export const resourceServers = sql<string>`coalesce(
  (SELECT nullif(json_group_array(d.server_id), '[]') FROM resource_target t CROSS JOIN destination d ON d.id = t.destination_id
    WHERE t.resource_id = ${resource.id}),
  json_array(${destination.serverId}))`.mapWith((ids: string): string[] => JSON.parse(ids));
