import { allowOn } from "../../kit/access/allow-on.ts";
import { locateVariable } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { refuseReferred } from "./refuse-referred.ts";
import { touchHolder } from "./touch-holder.ts";
import { deleteVariable as deleteStatement, getVariableRow } from "./variables.store.ts";

export async function deleteVariable(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  await allowOn(actor, "variable.configure", locateVariable(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  const { holderId, key } = await getVariableRow(db, actor.teamId, id);
  await refuseReferred(db, actor.teamId, { holderId, keys: [key], withOwn: true });
  const { save, alongside } = touchHolder(db, actor.teamId, { holderId, now: clock.now() });
  await runBatch(db, [
    deleteStatement(db, actor.teamId, id),
    save,
    ...alongside,
    auditStatement(deps, actor, { action: "variable.delete", target: id, detail: { holderId, key } }),
  ]);
}
