import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { isRunnerOnline } from "../../places/runners/runner-online.ts";
import { hasBegunJob, listOpenDeployments } from "../../resources/history.store.ts";
import { getPlacement, type Placement } from "../../resources/placement.store.ts";
import {
  deleteResource,
  deleteUntouched,
  getResourceRow,
  type ResourceRow,
  updateResource,
} from "../../resources/resources.store.ts";
import { syncRoutes } from "../../routing/sync-routes.ts";
import { AppError, conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { forgetApplication } from "../../work/retention/prune-orphans.ts";
import { cancelDeployment } from "../deployments/cancel-deployment.ts";
import { deleteHistory } from "./delete-history.ts";
import type { RemovalView } from "./removal.schemas.ts";

/**
 * Removes an application from its server first; its row goes when the runner says that nothing is left (`finishRemoval`). One that
 * no runner ever touched goes at once. `isForced` is for servers that will not answer any more: the row goes, what runs there stays.
 */
export async function deleteApplication(
  deps: Deps,
  actor: Actor,
  { id, isForced }: { id: string; isForced: boolean },
): Promise<RemovalView> {
  await allowOn(actor, "resource.admin", locateResource(deps.db, actor.teamId, id));
  const { db, hub } = deps;
  const { teamId } = actor;
  const row = await getResourceRow(db, teamId, id);
  const placement = await getPlacement(db, teamId, row.destinationId);
  if (isForced) refuseForceWhileReachable(deps, placement);
  await cancelOpenDeployments(deps, actor, { id });
  const isUntouched = !(await hasBegunJob(db, teamId, id));
  if (isForced || isUntouched) await deleteHistory(db, teamId, id);
  const order = { row, placement, isForced };
  // What a runner began in this instant is removed by a runner.
  const isGone = (isForced || isUntouched) && (await deleteAtOnce(deps, actor, order));
  if (!isGone) await orderRemoval(deps, actor, order);
  if (isGone) deps.background(() => forgetApplication(deps, id));
  hub.wakeRunner(placement.runnerId);
  hub.publish(teamId, resourceEvent(id, isGone ? "removed" : "removing"));
  return { isRemoved: isGone, leftBehind: isForced && !isUntouched ? leftBehind(row, placement) : [] };
}

type Removal = { row: ResourceRow; placement: Placement; isForced: boolean };

const writtenWith = (deps: Deps, actor: Actor, { row: { id, name }, placement, isForced }: Removal) => [
  ...syncRoutes(deps, placement),
  auditStatement(deps, actor, { action: "application.delete", target: id, detail: { name, isForced } }),
];

/** False when a runner has begun something of it meanwhile: then nothing was deleted. */
async function deleteAtOnce(deps: Deps, actor: Actor, removal: Removal): Promise<boolean> {
  const { db } = deps;
  const { id, teamId } = removal.row;
  if (!removal.isForced)
    return runBatchIf(db, [deleteUntouched(db, teamId, id), ifChanged(db), ...writtenWith(deps, actor, removal)]);
  await runBatch(db, [deleteResource(db, teamId, id), ...writtenWith(deps, actor, removal)]);
  return true;
}

const orderRemoval = (deps: Deps, actor: Actor, removal: Removal) =>
  runBatch(deps.db, [...removalStatements(deps, removal.row, removal.placement), ...writtenWith(deps, actor, removal)]);

function removalStatements(deps: Deps, row: ResourceRow, placement: Placement): Statement[] {
  const { teamId, runnerId, id: serverId } = placement;
  const job = newJob(deps, { kind: "remove", teamId, runnerId, serverId, applicationId: row.id });
  const { db, clock } = deps;
  const set = { state: "removing" as const };
  return [updateResource(db, teamId, { id: row.id, set, now: clock.now(), isConfig: false }), insertJob(db, job)];
}

function refuseForceWhileReachable({ clock }: Deps, placement: Placement) {
  const runner = { lastSeenAt: placement.runnerLastSeenAt, revokedAt: placement.runnerRevokedAt };
  const isAway = ["unreachable", "untrusted", "pending"].includes(placement.state);
  if (isAway || !isRunnerOnline(runner, clock.now())) return;
  throw conflict(
    "application.server_reachable",
    `Server ${placement.name} can be reached: delete the application without force, so that nothing stays on it.`,
  );
}

async function cancelOpenDeployments(deps: Deps, actor: Actor, application: { id: string }) {
  for (const open of await listOpenDeployments(deps.db, actor.teamId, application.id)) {
    try {
      await cancelDeployment(deps, actor, open);
    } catch (error) {
      // It ended by itself in this instant, or can no longer be stopped: the removal waits behind it for the application's lock.
      if (!(error instanceof AppError)) throw error;
    }
  }
}

const leftBehind = ({ id, name }: ResourceRow, { name: server, host }: Placement) => [
  `On ${server}${host ? ` (${host})` : ""}: every container, image and volume labelled with ${id} (${name}).`,
  "The proxy's routes to it, until the server is reached again.",
];
