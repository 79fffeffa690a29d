import { type SQL, sql } from "drizzle-orm";
import { type HolderKind, holderKindOf } from "../../rules/variable-holder.ts";

type Of = { teamId: string; holderId: string };

/** Ids of what else gives variables where a holder does: the places that it is in. A server is in no project, and gives only to its own. */
const around: Record<HolderKind, (of: Of) => SQL> = {
  resource: ({ teamId, holderId }) => sql`SELECT ${teamId}
    UNION ALL SELECT r.environment_id FROM resource r WHERE r.id = ${holderId}
    UNION ALL SELECT e.project_id FROM resource r JOIN environment e ON e.id = r.environment_id WHERE r.id = ${holderId}
    UNION ALL SELECT d.server_id FROM resource_target t JOIN destination d ON d.id = t.destination_id WHERE t.resource_id = ${holderId}`,
  environment: ({ teamId, holderId }) =>
    sql`SELECT ${teamId} UNION ALL SELECT e.project_id FROM environment e WHERE e.id = ${holderId}`,
  project: ({ teamId }) => sql`SELECT ${teamId}`,
  server: () => sql`SELECT 1 WHERE 0`,
  team: () => sql`SELECT 1 WHERE 0`,
};

export const holdersAround = (of: Of): SQL => around[holderKindOf(of.holderId) ?? "team"](of);
