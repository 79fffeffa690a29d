import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import { touchVariables } from "../applications/applications.store.ts";
import { deleteVariable as deleteStatement, getVariableRow } from "./variables.store.ts";

export async function deleteVariable(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  allow(actor, "variable.write");
  const { db, clock } = deps;
  const { resourceId, key } = await getVariableRow(db, actor.teamId, id);
  await runBatch(db, [
    deleteStatement(db, actor.teamId, id),
    touchVariables(db, actor.teamId, { id: resourceId, now: clock.now() }),
    auditStatement(deps, actor, { action: "variable.delete", target: id, detail: { applicationId: resourceId, key } }),
  ]);
}
