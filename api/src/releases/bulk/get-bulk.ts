import type { BulkOutcome } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { BulkDetail } from "./bulk.schemas.ts";
import { listMembers, readBulk } from "./bulk.store.ts";
import { outcomeOf } from "./outcome-of.ts";
import { countsOf, toSummary } from "./to-summary.ts";

/** An operation with how far each of its members is at this moment. */
export async function getBulk({ db }: Deps, actor: Actor, { id }: { id: string }): Promise<BulkDetail> {
  const row = await allowOn(actor, "bulk.view", readBulk(db, actor.teamId, id));
  const members = (await listMembers(db, actor.teamId, id)).map((each) => {
    const { resourceId, name, deploymentId } = each;
    return { resourceId, name, ...outcomeOf(each), deploymentId };
  });
  const states: BulkOutcome[] = members.map(({ state }) => state);
  return { ...toSummary(row), counts: countsOf(states), members };
}
