import { allowOn } from "../../kit/access/allow-on.ts";
import { locateDomain } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { syncAllRoutes } from "../../routing/sync-routes.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getResourceRow } from "../resources.store.ts";
import { listStaying } from "../targets/targets.store.ts";
import { countRedirectsTo, deleteDomain as deleteStatement, getDomainRow, isServedHost } from "./domains.store.ts";

/** The proxy stops to answer for the host at once; the claim is free again. */
export async function deleteDomain(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  await allowOn(actor, "domain.configure", locateDomain(deps.db, actor.teamId, id));
  const { db, hub } = deps;
  const { teamId } = actor;
  const row = await getDomainRow(db, teamId, id);
  const { resourceId, host } = row;
  const isServedElsewhere = await isServedHost(db, teamId, { resourceId, host, except: id });
  if (row.redirectTo === null && !isServedElsewhere && (await countRedirectsTo(db, teamId, row)) > 0)
    throw conflict("domain.redirect_target", `Other hosts redirect to ${host}. Delete or change those first.`);
  const application = await getResourceRow(db, teamId, resourceId);
  const servers = await listStaying(db, teamId, application.id);
  await runBatch(db, [
    deleteStatement(db, teamId, id),
    ...syncAllRoutes(deps, servers),
    auditStatement(deps, actor, { action: "domain.delete", target: id, detail: { host, path: row.path } }),
  ]);
  for (const { runnerId } of servers) hub.wakeRunner(runnerId);
  hub.publish(teamId, resourceEvent(resourceId, application.state));
}
