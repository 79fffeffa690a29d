import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { syncRoutes } from "../../routing/sync-routes.ts";
import { conflict } from "../../rules/errors.ts";
import { refuseSharedServer, targetChanges } from "../../rules/target-changes.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { getPlacement } from "../placement.store.ts";
import {
  insertTarget,
  isAtWork,
  leaveTarget,
  listPlacements,
  moveTarget,
  type TargetPlacement,
} from "./targets.store.ts";

type Order = { teamId: string; resourceId: string; wanted: readonly string[] | undefined };
export type ChangedTargets = {
  /** Where it runs from then on. */
  placements: readonly Place[];
  added: readonly Place[];
  /** For the batch of the save. */
  statements: Statement[];
  /** Who hears of it afterwards. */
  runnerIds: string[];
};
type Place = Omit<TargetPlacement, "network" | "deploymentId" | "isLeaving">;

/** Places that are named for a resource, each on a server of its own. */
export async function findPlaces({ db }: Deps, teamId: string, destinationIds: readonly string[]): Promise<Place[]> {
  const places: Place[] = [];
  for (const destinationId of destinationIds)
    places.push({ ...(await getPlacement(db, teamId, destinationId)), destinationId });
  refuseSharedServer(places);
  return places;
}

/**
 * Adds and takes away targets of a resource. One that is added is brought level by itself when the resource serves; from one that is taken
 * away a job removes what runs there, and only then its row goes.
 */
export async function changeTargets(deps: Deps, { teamId, resourceId, wanted }: Order): Promise<ChangedTargets> {
  const { db, clock } = deps;
  const before = await listPlacements(db, teamId, resourceId);
  const staying = before.filter(({ isLeaving }) => !isLeaving);
  if (wanted === undefined) return { placements: staying, added: [], statements: [], runnerIds: [] };
  const places = await findPlaces(deps, teamId, wanted);
  const { added, left, order } = targetChanges(before, wanted);
  const leaving = before.filter(({ destinationId }) => left.includes(destinationId));
  for (const { destinationId, name } of leaving)
    if (await isAtWork(db, teamId, { resourceId, destinationId }))
      throw conflict("resource.deploying", `A deployment is under way on ${name}. Cancel it or wait for its end.`);
  const isNew = ({ destinationId }: Place) => added.includes(destinationId);
  const now = clock.now();
  return {
    placements: places,
    added: places.filter(isNew),
    statements: [
      ...order.map((destinationId, position) =>
        added.includes(destinationId)
          ? insertTarget(db, { resourceId, destinationId, teamId, position, now })
          : moveTarget(db, { resourceId, destinationId, position }),
      ),
      ...leaving.flatMap((place) => leave(deps, { resourceId, place })),
      ...places.filter(isNew).flatMap((place) => syncRoutes(deps, place)),
    ],
    runnerIds: [...leaving, ...places.filter(isNew)].map(({ runnerId }) => runnerId),
  };
}

const leave = (deps: Deps, { resourceId, place }: { resourceId: string; place: Place }): Statement[] => {
  const { teamId, runnerId, id: serverId, destinationId } = place;
  const job = newJob(deps, { kind: "remove", teamId, runnerId, serverId, resourceId });
  return [leaveTarget(deps.db, { resourceId, destinationId }), ...syncRoutes(deps, place), insertJob(deps.db, job)];
};
