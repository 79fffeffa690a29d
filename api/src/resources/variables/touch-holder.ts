import type { Database } from "@fairlead/db";
import type { Statement } from "../../kit/sql/statement.ts";
import { holderKindOf } from "../../rules/variable-holder.ts";
import { raiseSet, tellReached } from "./holders.store.ts";
import { tellReferring } from "./references.store.ts";

type Touched = { save: Statement; alongside: Statement[] };

/** For the batch of a change: `save` goes with the set itself, `alongside` with the resources around which its place is. */
export const touchHolder = (
  db: Database,
  teamId: string,
  { holderId, ...how }: { holderId: string; revision?: number; now: number },
): Touched => ({
  save: raiseSet(db, teamId, { holderId, ...how }),
  // What a resource holds itself is told by its own row; whoever refers to it stands in the environment that a place reaches anyway.
  alongside: [
    holderKindOf(holderId) === "resource"
      ? tellReferring(db, teamId, { resourceId: holderId })
      : tellReached(db, teamId, holderId),
  ],
});
