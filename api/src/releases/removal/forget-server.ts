import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import { deleteServer } from "../../places/servers/delete-server.ts";
import { getServer, getServerRow } from "../../places/servers/servers.store.ts";
import { listPlacements } from "../../resources/targets/targets.store.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { list } from "../../rules/target-words.ts";
import { forgetAt } from "./forget-target.ts";
import { listOnServer } from "./give-up.store.ts";
import { refuseWhileReachable } from "./refuse-while-reachable.ts";
import type { RemovalView } from "./removal.schemas.ts";

/** So many names fit into a sentence. */
const mostNames = 5;

/**
 * Deletes a server that is away for good. What runs elsewhere too goes on there, what was leaving it or being deleted is done with; nothing
 * that runs on this server alone is lost with it. One resource after the other: asking again goes on.
 */
export async function forgetServer(deps: Deps, actor: Actor, { id }: { id: string }): Promise<RemovalView> {
  await allowOn(actor, "server.admin", getServerRow(deps.db, actor.teamId, id));
  const { db } = deps;
  const { teamId } = actor;
  const { server, runner } = await getServer(db, teamId, id);
  refuseWhileReachable(deps, { ...server, runnerLastSeenAt: runner.lastSeenAt, runnerRevokedAt: runner.revokedAt });
  const there = await listOnServer(db, { teamId, serverId: id });
  refuseLastPlaces(there.filter(({ isGoing, staysElsewhere }) => !isGoing && !staysElsewhere));
  const left: string[] = [];
  for (const resource of there) {
    const place = (await listPlacements(db, teamId, resource.id)).find((each) => each.id === id);
    if (place) left.push(...(await forgetAt(deps, actor, { resource, place })).leftBehind);
  }
  await deleteServer(deps, actor, { id });
  return { isRemoved: true, leftBehind: [...new Set(left)] };
}

function refuseLastPlaces(alone: readonly { name: string }[]): void {
  if (alone.length === 0) return;
  const names = alone.slice(0, mostNames).map(({ name }) => name);
  const more = alone.length > mostNames ? [`${alone.length - mostNames} more`] : [];
  throw conflict(
    "server.in_use",
    `Nothing else than this server serves ${list([...names, ...more])}. Let another server serve it too, or delete it with force, first.`,
  );
}
