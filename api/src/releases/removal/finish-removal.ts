import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import { runBatch, type Written } from "../../kit/write/run-batch.ts";
import { deleteEmpty, findRemoval } from "../../resources/targets/removal.store.ts";
import { deleteTargetAt, followFirst } from "../../resources/targets/targets.store.ts";
import { forgetResource } from "../../work/retention/prune-orphans.ts";
import { followServing } from "../deployments/serving.store.ts";
import { deleteHistory } from "./delete-history.ts";

/** Without a server: nothing of it is left anywhere. */
type Job = { teamId: string; resourceId: string; serverId?: string | null };

/**
 * The runner removed everything of an application from one server, so that target goes. With the last one of an application that is being
 * removed its row goes too, and with it domains, variables and deployments.
 */
export async function finishRemoval(deps: Deps, job: Job): Promise<void> {
  await takeAway(deps, job, { alongside: [] });
}

/** The same, with what is written in one batch with it. Answers whether the whole is gone; undefined when it was before. */
export async function takeAway(
  deps: Deps,
  { teamId, resourceId: id, serverId = null }: Job,
  { alongside }: { alongside: readonly Written[] },
): Promise<boolean | undefined> {
  const { db, hub } = deps;
  const removal = await findRemoval(db, teamId, { id, serverId });
  if (!removal) return undefined;
  const isGone = serverId === null || (removal.isWhole && removal.others === 0);
  if (isGone) await deleteHistory(db, teamId, id);
  await runBatch(db, [
    ...alongside,
    deleteTargetAt(db, { resourceId: id, serverId }),
    followFirst(db, id),
    ...followServing(db, id),
    ...(isGone ? [deleteEmpty(db, teamId, id)] : []),
  ]);
  if (isGone) deps.background(() => forgetResource(deps, id));
  hub.publish(teamId, resourceEvent(id, isGone ? "removed" : removal.state));
  return isGone;
}
