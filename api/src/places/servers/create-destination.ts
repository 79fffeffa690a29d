import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { syncRoutes } from "../../routing/sync-routes.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { CreateDestination } from "./destinations.schemas.ts";
import { getDestination, insertDestination } from "./destinations.store.ts";
import { newDestination } from "./new-destination.ts";
import { getServerRow } from "./servers.store.ts";

/** Another network on a server, e.g. to keep applications apart. The proxy joins it with the next routes. */
export async function createDestination(deps: Deps, actor: Actor, input: CreateDestination) {
  const server = await allowOn(actor, "server.configure", getServerRow(deps.db, actor.teamId, input.serverId));
  const { db, hub } = deps;
  const row = newDestination(deps, { teamId: actor.teamId, ...input });
  await runBatch(db, [
    insertDestination(db, row),
    ...syncRoutes(deps, server),
    auditStatement(deps, actor, { action: "destination.create", target: row.id, detail: { name: input.name } }),
  ]);
  hub.wakeRunner(server.runnerId);
  return getDestination(db, actor.teamId, row.id);
}
