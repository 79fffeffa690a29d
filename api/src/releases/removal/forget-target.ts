import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { getResourceRow } from "../../resources/resources.store.ts";
import {
  isAtWork,
  leaveIdleTarget,
  listPlacements,
  type TargetPlacement,
} from "../../resources/targets/targets.store.ts";
import { syncRoutes } from "../../routing/sync-routes.ts";
import { conflict, notFound } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { takeAway } from "./finish-removal.ts";
import { giveUp } from "./give-up.store.ts";
import { leftBehind } from "./left-behind.ts";
import { refuseWhileReachable } from "./refuse-while-reachable.ts";
import type { RemovalView } from "./removal.schemas.ts";

/**
 * Gives up on removing a resource from a server that is away: it is there no longer as far as we are concerned, and what runs there
 * stays until that server is connected again. With the last one of a resource that is being removed its row goes.
 */
export async function forgetTarget(
  deps: Deps,
  actor: Actor,
  { id, destinationId }: { id: string; destinationId: string },
): Promise<RemovalView> {
  await allowOn(actor, "resource.admin", locateResource(deps.db, actor.teamId, id));
  const { db } = deps;
  const { teamId } = actor;
  const row = await getResourceRow(db, teamId, id);
  const place = (await listPlacements(db, teamId, id)).find((each) => each.destinationId === destinationId);
  if (!place) throw notFound("destination");
  if (!place.isLeaving && row.state !== "removing")
    throw conflict(
      "resource.not_leaving",
      `${row.name} is to run on ${place.name}. Leave that server out in its settings, or delete it, first.`,
    );
  refuseWhileReachable(deps, place);
  return forgetAt(deps, actor, { resource: row, place });
}

type Forgotten = { resource: { id: string; name: string }; place: TargetPlacement };

/** One place, whoever found that it is to be given up. */
export async function forgetAt(deps: Deps, actor: Actor, { resource, place }: Forgotten): Promise<RemovalView> {
  await allowOn(actor, "resource.admin", locateResource(deps.db, actor.teamId, resource.id));
  const { db, clock, hub } = deps;
  const { teamId } = actor;
  const { id: resourceId, name } = resource;
  const { id: serverId, destinationId } = place;
  if (await isAtWork(db, teamId, { resourceId, destinationId }))
    throw conflict(
      "resource.deploying",
      `A deployment of ${name} is under way on ${place.name}. Cancel it, and wait for its end.`,
    );
  const isGone = await takeAway(
    deps,
    { teamId, resourceId, serverId },
    {
      alongside: [
        ...giveUp(db, { teamId, resourceId, serverId }, clock.now()),
        leaveIdleTarget(db, { resourceId, destinationId }),
        ...syncRoutes(deps, place),
        auditStatement(deps, actor, {
          action: "resource.forget",
          target: resourceId,
          detail: { name, server: place.name },
        }),
      ],
    },
  );
  hub.wakeRunner(place.runnerId);
  return { isRemoved: isGone === true, leftBehind: leftBehind(resource, [place]) };
}
