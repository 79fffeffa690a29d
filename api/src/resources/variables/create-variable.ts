import { allowOn } from "../../kit/access/allow-on.ts";
import { locateHolder } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { valuePlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { judgeWithin } from "./judge-within.ts";
import { insertEdges } from "./references.store.ts";
import { refuseRemovingHolder } from "./refuse-removing-holder.ts";
import { touchHolder } from "./touch-holder.ts";
import { checkLock, notesOf } from "./variable-notes.ts";
import { checkKey, checkTotals, keyTaken, sizeOf } from "./variable-rules.ts";
import type { CreateVariable } from "./variables.schemas.ts";
import { getVariableRow, insertVariable, measureVariables } from "./variables.store.ts";

/** What the API fills in may be left out. */
type Filled = "kind" | "comment" | "isRequired" | "isLocked";
type NewVariable = Omit<CreateVariable, Filled> & Partial<Pick<CreateVariable, Filled>>;

export async function createVariable(
  deps: Deps,
  actor: Actor,
  { holderId, input }: { holderId: string; input: NewVariable },
) {
  const place = await allowOn(actor, "variable.configure", locateHolder(deps.db, actor.teamId, holderId));
  const { db, ids, clock } = deps;
  const { teamId } = actor;
  await refuseRemovingHolder(db, teamId, holderId);
  const { key, value, kind = "literal", scope, isSecret, isArgumentAllowed } = input;
  checkKey(input, "key");
  const held = await measureVariables(db, teamId, { holderId });
  checkTotals({ count: held.count + 1, sizeBytes: held.sizeBytes + sizeOf(value) });
  const id = ids.next("variable");
  const notes = notesOf(input);
  checkLock({ before: undefined, next: { isSecret, ...notes }, hasNewValue: true }, "");
  const typed = { id, key, kind, isSecret, typed: value, path: "value" };
  const { texts, edges } = await judgeWithin({ deps, actor }, { holderId, place, entry: typed });
  const now = clock.now();
  const box = await teamSecrets(deps, teamId);
  const sealed = await box.seal(valuePlace(id), texts.get(id) ?? value);
  const flags = { isSecret, isArgumentAllowed, ...notes };
  const row = { id, teamId, holderId, key, kind, value: sealed, scope, ...flags, createdAt: now, updatedAt: now };
  const { save, alongside } = touchHolder(db, teamId, { holderId, now });
  await refusing({ unique: () => keyTaken(key) }, () =>
    runBatch(db, [
      insertVariable(db, row),
      ...insertEdges(db, teamId, edges),
      save,
      ...alongside,
      withinLimit("variableMiB", actor, deps),
      auditStatement(deps, actor, {
        action: "variable.create",
        target: id,
        detail: { holderId, key, scope },
      }),
    ]),
  );
  return getVariableRow(db, teamId, id);
}
