import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { syncRoutes } from "../../routing/sync-routes.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { deleteDestination as deleteStatement, getDestination } from "./destinations.store.ts";
import { getServerRow } from "./servers.store.ts";

const inUse = () => conflict("destination.in_use", "Delete the resources on this destination first.");

/** Only an unused destination goes; the proxy leaves its network with the next routes. */
export async function deleteDestination(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const row = await allowOn(actor, "destination.admin", getDestination(deps.db, actor.teamId, id));
  const { db, hub } = deps;
  if (row.applicationCount > 0) throw inUse();
  const server = await getServerRow(db, actor.teamId, row.serverId);
  await refusing({ "foreign-key": inUse }, () =>
    runBatch(db, [
      deleteStatement(db, actor.teamId, id),
      ...syncRoutes(deps, server),
      auditStatement(deps, actor, { action: "destination.delete", target: id, detail: { name: row.name } }),
    ]),
  );
  hub.wakeRunner(server.runnerId);
}
