import { conflict, invalidField } from "./errors.ts";
import { list } from "./target-words.ts";

/** So many servers one resource has at most. */
export const mostTargets = 20;

type Place = { destinationId: string; id: string; name: string };
type Known = Place & { isLeaving: boolean; deploymentId: string | null };
export type TargetChanges = { added: string[]; left: string[]; order: string[] };

/** Where it shall run, in the order given: a server holds a resource once. */
export function refuseSharedServer(places: readonly Place[]): void {
  const seen = new Set<string>();
  for (const { id, name } of places) {
    if (seen.has(id))
      throw invalidField("destinations", `name ${name} twice, and a server runs it once; leave one of them out`);
    seen.add(id);
  }
}

/**
 * One field or the other says where a new resource shall run.
 * @throws AppError `invalid` when neither does, or they contradict each other.
 */
export function chosenDestinations(given: {
  destinationId?: string | undefined;
  destinations?: readonly string[] | undefined;
}) {
  const { destinationId, destinations } = given;
  if (destinations === undefined) {
    if (destinationId === undefined) throw invalidField("destinationId", "is missing: name where it shall run");
    return [destinationId];
  }
  if (destinationId !== undefined && destinations[0] !== destinationId)
    throw invalidField("destinations", "must begin with destinationId; or leave destinationId out");
  return [...destinations];
}

/** `before`: where it runs, and what it is leaving. */
export function targetChanges(before: readonly Known[], wanted: readonly string[]): TargetChanges {
  const leaving = before.find(({ isLeaving, destinationId }) => isLeaving && wanted.includes(destinationId));
  if (leaving)
    throw conflict(
      "resource.leaving_server",
      `It is still being removed from ${leaving.name}. Add it again once that has ended.`,
    );
  refuseLastServing(before, wanted);
  const known = before.map(({ destinationId }) => destinationId);
  return {
    added: wanted.filter((id) => !known.includes(id)),
    left: before.flatMap(({ destinationId, isLeaving }) =>
      isLeaving || wanted.includes(destinationId) ? [] : [destinationId],
    ),
    order: [...wanted],
  };
}

/** What nobody serves any more could not be brought to another server either. */
function refuseLastServing(before: readonly Known[], wanted: readonly string[]): void {
  const serving = before.filter(({ deploymentId, isLeaving }) => deploymentId !== null && !isLeaving);
  const [first] = serving;
  if (!first || serving.some(({ destinationId }) => wanted.includes(destinationId))) return;
  throw conflict(
    "resource.last_server",
    `Nothing else than ${list(serving.map(({ name }) => name))} serves it. Add the new server, wait until it serves too, then leave the old one out.`,
  );
}
