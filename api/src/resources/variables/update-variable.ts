import { allowOn } from "../../kit/access/allow-on.ts";
import { locateVariable } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { valuePlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { invalidField } from "../../rules/errors.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import { judgeWithin } from "./judge-within.ts";
import { deleteEdges, insertEdges } from "./references.store.ts";
import { touchHolder } from "./touch-holder.ts";
import { checkLock } from "./variable-notes.ts";
import { checkKey, checkTotals, sizeOf } from "./variable-rules.ts";
import type { UpdateVariable } from "./variables.schemas.ts";
import { getVariableRow, measureVariables, updateVariable as updateStatement } from "./variables.store.ts";

/** Showing a secret one in lists from now on (`isSecret: false`) asks for the right to reveal it. */
export async function updateVariable(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateVariable }) {
  const place = await allowOn(actor, "variable.configure", locateVariable(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  const { teamId } = actor;
  const row = await getVariableRow(db, teamId, id);
  if (row.isSecret && set.isSecret === false && set.value === undefined) allow(actor, "value.secrets", place);
  const next = { ...row, ...set };
  checkKey(next, "key");
  checkLock({ before: row, next, hasNewValue: set.value !== undefined }, "");
  const { holderId, key } = row;
  if (next.kind !== row.kind && set.value === undefined)
    throw invalidField("value", "give it again together with the new kind");
  const { value, revision, ...plain } = set;
  if (value !== undefined) {
    const held = await measureVariables(db, teamId, { holderId, except: id });
    checkTotals({ count: held.count + 1, sizeBytes: held.sizeBytes + sizeOf(value) });
  }
  const entry = { id, key, kind: next.kind, isSecret: next.isSecret, typed: value ?? null, path: "value" };
  const { texts, edges } = await judgeWithin({ deps, actor }, { holderId, place, entry });
  const box = await teamSecrets(deps, teamId);
  const sealed = value === undefined ? {} : { value: await box.seal(valuePlace(id), texts.get(id) ?? value) };
  const now = clock.now();
  const fields = Object.keys(set).filter((each) => each !== "revision");
  const touched = touchHolder(db, teamId, { holderId, now });
  await saveBatch(db, {
    save: updateStatement(db, teamId, { id, revision, set: { ...plain, ...sealed, updatedAt: now } }),
    alongside: [
      touched.save,
      ...touched.alongside,
      ...(value === undefined ? [] : [deleteEdges(db, teamId, { variableId: id }), ...insertEdges(db, teamId, edges)]),
      withinLimit("variableMiB", actor, deps),
      auditStatement(deps, actor, {
        action: "variable.update",
        target: id,
        detail: { holderId, key, fields: fields.join(", ") },
      }),
    ],
  });
}
