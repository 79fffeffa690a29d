// pure

import type { Deps } from "../../kit/deps.ts";

/** Row of a destination. Its network is named after its id, so names of users never reach Docker. */
export function newDestination(
  { ids, clock }: Pick<Deps, "ids" | "clock">,
  of: { teamId: string; serverId: string; name: string },
) {
  const id = ids.next("destination");
  const now = clock.now();
  return { ...of, id, network: `fairlead-${id.slice(id.indexOf("_") + 1)}`, createdAt: now, updatedAt: now };
}
