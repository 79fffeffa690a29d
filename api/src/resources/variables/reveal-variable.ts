import { allowOn } from "../../kit/access/allow-on.ts";
import { locateVariable } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { openVariable } from "./open-variable.ts";
import { getVariableRow } from "./variables.store.ts";

/** Shows one value. The audit row is written first: no value leaves unrecorded. */
export async function revealVariable(deps: Deps, actor: Actor, { id }: { id: string }) {
  await allowOn(actor, "value.secrets", locateVariable(deps.db, actor.teamId, id));
  const row = await getVariableRow(deps.db, actor.teamId, id);
  const detail = { resourceId: row.holderId, key: row.key };
  await runBatch(deps.db, [auditStatement(deps, actor, { action: "variable.reveal", target: id, detail })]);
  const box = await teamSecrets(deps, actor.teamId);
  return {
    id,
    key: row.key,
    value: await openVariable(box, row),
  };
}
