// pure

import type { Standing } from "../../rules/standing.ts";
import { type HolderKind, holderKindOf } from "../../rules/variable-holder.ts";

type Held = { holderId: string; teamId: string };

/** Where something is kept that is given to what stands in `place`: a value is read by whoever may read it there. */
export function standingOf({ holderId, teamId }: Held, place: Standing<"value">): Standing<"value"> {
  const nowhere = { teamId, projectId: null, environmentId: null, resourceId: null, serverIds: [] };
  const standings: Record<HolderKind, Standing<"value">> = {
    resource: place,
    server: { ...nowhere, serverIds: [holderId] },
    environment: { ...nowhere, projectId: place.projectId, environmentId: holderId },
    project: { ...nowhere, projectId: holderId },
    team: nowhere,
  };
  return standings[holderKindOf(holderId) ?? "team"];
}
