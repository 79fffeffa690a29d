import { schema } from "@fairlead/db";
import { sql } from "drizzle-orm";
import type { Reach } from "../../rules/permissions.ts";

const { environment, resource } = schema;

/** On some of these servers, or on none beside them. */
function runsAmong(ids: readonly string[], servers: Reach["servers"]) {
  const placed = sql`SELECT d.server_id FROM resource_target t CROSS JOIN destination d ON d.id = t.destination_id
    WHERE t.resource_id = ${resource.id}`;
  const given = sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const onSome = sql`EXISTS (${placed} AND d.server_id IN ${given})`;
  return servers === "some" ? onSome : sql`${onSome} AND NOT EXISTS (${placed} AND d.server_id NOT IN ${given})`;
}

/** Where a resource is found to be, in a query that joins its environment. */
export const resourcePlaces = {
  project: environment.projectId,
  environment: resource.environmentId,
  resource: resource.id,
  server: runsAmong,
};
