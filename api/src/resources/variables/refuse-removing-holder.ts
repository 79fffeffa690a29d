import type { Database } from "@fairlead/db";
import { holderKindOf } from "../../rules/variable-holder.ts";
import { refuseWhileRemoving } from "../refuse-while-removing.ts";
import { getResourceRow } from "../resources.store.ts";

/** What is being removed takes no more variables; a place is there or not. */
export async function refuseRemovingHolder(db: Database, teamId: string, holderId: string): Promise<void> {
  if (holderKindOf(holderId) === "resource") refuseWhileRemoving(await getResourceRow(db, teamId, holderId));
}
