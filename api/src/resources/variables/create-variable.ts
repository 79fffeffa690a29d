import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { valuePlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { refuseWhileRemoving } from "../refuse-while-removing.ts";
import { getResourceRow, touchVariables } from "../resources.store.ts";
import { checkKey, checkTotals, keyTaken, sizeOf } from "./variable-rules.ts";
import type { CreateVariable } from "./variables.schemas.ts";
import { getVariableRow, insertVariable, measureVariables } from "./variables.store.ts";

export async function createVariable(
  deps: Deps,
  actor: Actor,
  { resourceId, input }: { resourceId: string; input: CreateVariable },
) {
  await allowOn(actor, "variable.configure", locateResource(deps.db, actor.teamId, resourceId));
  const { db, ids, clock } = deps;
  const { teamId } = actor;
  refuseWhileRemoving(await getResourceRow(db, teamId, resourceId));
  const { key, value, scope, isSecret, isArgumentAllowed } = input;
  checkKey(input, "key");
  const held = await measureVariables(db, teamId, { resourceId });
  checkTotals({ count: held.count + 1, sizeBytes: held.sizeBytes + sizeOf(value) });
  const id = ids.next("variable");
  const now = clock.now();
  const box = await teamSecrets(deps, teamId);
  const sealed = await box.seal(valuePlace(id), value);
  const flags = { isSecret, isArgumentAllowed };
  const row = { id, teamId, resourceId, key, value: sealed, scope, ...flags, createdAt: now, updatedAt: now };
  await refusing({ unique: () => keyTaken(key) }, () =>
    runBatch(db, [
      insertVariable(db, row),
      touchVariables(db, teamId, { id: resourceId, now }),
      withinLimit("variableMiB", actor, deps),
      auditStatement(deps, actor, {
        action: "variable.create",
        target: id,
        detail: { applicationId: resourceId, key, scope },
      }),
    ]),
  );
  return getVariableRow(db, teamId, id);
}
