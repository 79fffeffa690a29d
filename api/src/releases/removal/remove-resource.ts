import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { isReachable } from "../../places/servers/is-reachable.ts";
import { hasBegunJob, listOpenDeployments } from "../../resources/history.store.ts";
import {
  deleteResource,
  deleteUntouched,
  getResourceRow,
  type ResourceRow,
  updateResource,
} from "../../resources/resources.store.ts";
import { listPlacements, type TargetPlacement } from "../../resources/targets/targets.store.ts";
import { refuseReferredResource } from "../../resources/variables/refuse-referred.ts";
import { syncAllRoutes } from "../../routing/sync-routes.ts";
import { AppError } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { forgetResource } from "../../work/retention/prune-orphans.ts";
import { cancelDeployment } from "../deployments/cancel-deployment.ts";
import { deleteHistory } from "./delete-history.ts";
import { forgetAt } from "./forget-target.ts";
import { giveUp } from "./give-up.store.ts";
import { leftBehind } from "./left-behind.ts";
import { refuseWhileReachable } from "./refuse-while-reachable.ts";
import type { RemovalView } from "./removal.schemas.ts";

/**
 * Removes an application from its servers first; its row goes when nothing is left on the last of them (`finishRemoval`). One that
 * no runner ever touched goes at once. `isForced` is for servers that will not answer any more: what runs there stays, those that answer
 * are emptied, and the row goes with the last of them.
 */
export async function removeResource(
  deps: Deps,
  actor: Actor,
  { id, isForced }: { id: string; isForced: boolean },
): Promise<RemovalView> {
  await allowOn(actor, "resource.admin", locateResource(deps.db, actor.teamId, id));
  const { db, hub } = deps;
  const { teamId } = actor;
  const row = await getResourceRow(db, teamId, id);
  await refuseReferredResource(db, teamId, id);
  const placements = await listPlacements(db, teamId, id);
  const away = isForced ? awayFrom(deps, placements) : [];
  await cancelOpenDeployments(deps, actor, { id });
  const isUntouched = !(await hasBegunJob(db, teamId, id));
  const isLost = isForced && away.length === placements.length;
  if (isLost || isUntouched) await deleteHistory(db, teamId, id);
  const order = { row, placements, isForced: isLost };
  // What a runner began in this instant is removed by a runner.
  const isGone = (isLost || isUntouched) && (await deleteAtOnce(deps, actor, order));
  if (!isGone) await orderRemoval(deps, actor, order);
  if (!isGone) for (const place of away) await forgetAt(deps, actor, { resource: row, place });
  if (isGone) deps.background(() => forgetResource(deps, id));
  for (const { runnerId } of placements) hub.wakeRunner(runnerId);
  hub.publish(teamId, resourceEvent(id, isGone ? "removed" : "removing"));
  return { isRemoved: isGone, leftBehind: isForced && !isUntouched ? leftBehind(row, away) : [] };
}

/** What can be reached is emptied, also when the others are given up; where all can, nothing is. */
function awayFrom(deps: Deps, placements: readonly TargetPlacement[]): TargetPlacement[] {
  const away = placements.filter((place) => !isReachable(place, deps.clock.now()));
  const [first] = placements;
  if (away.length === 0 && first) refuseWhileReachable(deps, first);
  return away;
}

type Removal = { row: ResourceRow; placements: TargetPlacement[]; isForced: boolean };

const writtenWith = (deps: Deps, actor: Actor, { row: { id, name }, placements, isForced }: Removal) => [
  ...syncAllRoutes(deps, placements),
  auditStatement(deps, actor, { action: "resource.delete", target: id, detail: { name, isForced } }),
];

/** False when a runner has begun something of it meanwhile: then nothing was deleted. */
async function deleteAtOnce(deps: Deps, actor: Actor, removal: Removal): Promise<boolean> {
  const { db } = deps;
  const { id, teamId } = removal.row;
  if (!removal.isForced)
    return runBatchIf(db, [deleteUntouched(db, teamId, id), ifChanged(db), ...writtenWith(deps, actor, removal)]);
  const now = deps.clock.now();
  await runBatch(db, [
    ...removal.placements.flatMap((place) => giveUp(db, { teamId, resourceId: id, serverId: place.id }, now)),
    deleteResource(db, teamId, id),
    ...writtenWith(deps, actor, removal),
  ]);
  return true;
}

const orderRemoval = (deps: Deps, actor: Actor, removal: Removal) =>
  runBatch(deps.db, [...removalStatements(deps, removal), ...writtenWith(deps, actor, removal)]);

function removalStatements(deps: Deps, { row: { id, teamId }, placements }: Removal): Statement[] {
  const { db, clock } = deps;
  const set = { state: "removing" as const };
  const jobs = placements.map(({ runnerId, id: serverId }) =>
    newJob(deps, { kind: "remove", teamId, runnerId, serverId, resourceId: id }),
  );
  return [
    updateResource(db, teamId, { id, set, now: clock.now(), isConfig: false }),
    ...jobs.map((job) => insertJob(db, job)),
  ];
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
