import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatchIf } from "../../kit/write/if-changed.store.ts";
import { getEnvironment } from "../../places/projects/environments.store.ts";
import type { Actor } from "../../rules/permissions.ts";
import { chosenDestinations } from "../../rules/target-changes.ts";
import { insertResource } from "../resources.store.ts";
import { findPlaces } from "../targets/change-targets.ts";
import { insertTarget } from "../targets/targets.store.ts";
import { toBuild, toContainer, toHealth } from "./application-settings.ts";
import type { CreateApplication } from "./applications.schemas.ts";
import { insertApplication } from "./applications.store.ts";
import { nameTaken } from "./name-taken.ts";
import { claimsStayFree, refuseClaims } from "./refuse-claims.ts";
import { grantsDetail, nothingGranted, refuseGrant } from "./refuse-grant.ts";
import { mayNameInner, refuseInnerRegistry } from "./refuse-inner-registry.ts";
import { settingBusy } from "./setting-busy.ts";
import { toOriginColumns } from "./to-origin.ts";
import { toPushColumns } from "./to-push.ts";

/** An application is only described here; the first deployment makes it run. */
export async function createApplication(deps: Deps, actor: Actor, input: CreateApplication): Promise<{ id: string }> {
  await allowOn(actor, "environment.configure", getEnvironment(deps.db, actor.teamId, input.environmentId));
  const { db, ids, clock } = deps;
  const { teamId } = actor;
  if (!mayNameInner(actor)) await refuseInnerRegistry(db, teamId, { named: input });
  const { name, environmentId, keepReleases } = input;
  const placements = await findPlaces(deps, teamId, chosenDestinations(input));
  const id = ids.next("application");
  const origin = await toOriginColumns(db, input.origin, { placements, teamId });
  const push = await toPushColumns(db, { teamId, push: input.push, kind: input.origin.kind });
  const build = toBuild(input.origin.kind, input.build);
  const container = toContainer(build, input.container);
  refuseGrant(actor, { given: container, before: nothingGranted });
  const claims = { container, application: id, placements, portsOn: placements, isMounting: true };
  await refuseClaims(db, teamId, claims);
  const now = clock.now();
  const resource = {
    id,
    teamId,
    kind: "application" as const,
    name,
    environmentId,
    destinationId: placements[0]?.destinationId ?? "",
    port: container.port,
    keepReleases,
    state: "new" as const,
    createdAt: now,
    updatedAt: now,
  };
  const own = {
    autoDeploy: false,
    watchPaths: [],
    submodules: false,
    lfs: false,
    ...origin,
    ...push,
    id,
    teamId,
    build,
    container,
    health: toHealth(input.health),
  };
  const write = () =>
    runBatchIf(db, [
      insertResource(db, resource),
      insertApplication(db, own),
      ...placements.map((place, position) =>
        insertTarget(db, { resourceId: id, destinationId: place.destinationId, teamId, position, now }),
      ),
      ...claimsStayFree(db, teamId, claims),
      withinLimit("applications", actor, deps),
      auditStatement(deps, actor, {
        action: "application.create",
        target: id,
        detail: { name, ...grantsDetail({ given: container, before: nothingGranted }) },
      }),
    ]);
  await refusing({ unique: () => nameTaken(name) }, async () => {
    if (await write()) return;
    // Somebody got the port or the volume in this instant; it is named, unless it is free again.
    await refuseClaims(db, teamId, claims);
    if (!(await write())) throw settingBusy();
  });
  deps.hub.publish(teamId, resourceEvent(id, "new"));
  return { id };
}
