import type { VariableKind } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import { locateHolder } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { valuePlace } from "../../kit/secrets/secret-places.ts";
import { teamSecrets } from "../../kit/secrets/team-secrets.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { invalidField } from "../../rules/errors.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import type { Asker } from "./asker.ts";
import { judgeReferences } from "./judge-references.ts";
import { openVariable } from "./open-variable.ts";
import { spendVariables } from "./pace-variables.ts";
import { insertEdges } from "./references.store.ts";
import { refuseReferred } from "./refuse-referred.ts";
import { refuseRemovingHolder } from "./refuse-removing-holder.ts";
import { touchHolder } from "./touch-holder.ts";
import { checkLock, notesOf } from "./variable-notes.ts";
import { checkKey, checkTotals, sizeOf } from "./variable-rules.ts";
import type { ReplaceVariables } from "./variables.schemas.ts";
import { deleteVariables, insertVariables, listVariableRows, type VariableRow } from "./variables.store.ts";

type Entry = ReplaceVariables["variables"][number] & { path: string };
type Opened = Entry & { id: string; kind: VariableKind; plain: string };

function checkEntries(variables: ReplaceVariables["variables"]): Entry[] {
  const seen = new Set<string>();
  return variables.map((variable, index) => {
    const path = `variables.${index}.key`;
    checkKey(variable, path);
    if (seen.has(variable.key)) throw invalidField(path, `${variable.key} is given twice`);
    seen.add(variable.key);
    return { ...variable, path };
  });
}

type Box = Awaited<ReturnType<typeof teamSecrets>>;
type Before = Map<string, VariableRow>;

type Opening = { before: Before; box: Box; nextId: () => string };

async function openEntry(entry: Entry, { before, box, nextId }: Opening): Promise<Opened> {
  const row = before.get(entry.key);
  const id = row?.id ?? nextId();
  const kind = entry.kind ?? row?.kind ?? "literal";
  const next = { isSecret: entry.isSecret, ...notesOf(entry, row) };
  checkLock({ before: row, next, hasNewValue: entry.value !== null }, entry.path.slice(0, -"key".length));
  if (entry.value !== null) return { ...entry, id, kind, plain: entry.value };
  if (!row) throw invalidField(entry.path, `${entry.key} is new and needs a value`);
  if (kind !== row.kind) throw invalidField(entry.path, `${entry.key} needs its value again together with a new kind`);
  return { ...entry, id, kind, plain: await openVariable(box, row) };
}

/** What refers in the whole set, and that nothing is taken away which somebody else refers to. */
async function judgeSet({ deps, actor }: Asker, { holderId, place, opened, before }: Judging) {
  const keys = new Set(opened.map(({ key }) => key));
  const gone = [...before.keys()].filter((key) => !keys.has(key));
  await refuseReferred(deps.db, actor.teamId, { holderId, keys: gone, withOwn: false });
  const set = opened.map(({ id, key, kind, isSecret, value, path }) => ({
    id,
    key,
    kind,
    isSecret,
    typed: value,
    path: `${path.slice(0, -"key".length)}value`,
  }));
  return judgeReferences({ deps, actor }, { holderId, environmentId: place.environmentId, set });
}
type Judging = {
  holderId: string;
  place: { environmentId: string | null };
  opened: readonly Opened[];
  before: Before;
};

/** Makes the given variables the whole set, all or nothing. Keys that stay keep their id. */
export async function replaceVariables(
  deps: Deps,
  actor: Actor,
  { holderId, input }: { holderId: string; input: ReplaceVariables },
): Promise<void> {
  const place = await allowOn(actor, "variable.configure", locateHolder(deps.db, actor.teamId, holderId));
  const { db, ids, clock } = deps;
  const { teamId } = actor;
  await refuseRemovingHolder(db, teamId, holderId);
  const entries = checkEntries(input.variables);
  const sizeBytes = entries.reduce((sum, { value }) => sum + sizeOf(value ?? ""), 0);
  await spendVariables(deps, teamId, { sizeBytes });
  const box = await teamSecrets(deps, teamId);
  const before: Before = new Map();
  for (const row of await listVariableRows(db, teamId, { holderId })) before.set(row.key, row);
  const uncovered = entries.some((entry) => !entry.isSecret && entry.value === null && before.get(entry.key)?.isSecret);
  if (uncovered) allow(actor, "value.secrets", place);
  const nextId = () => ids.next("variable");
  const opened = await Promise.all(entries.map((entry) => openEntry(entry, { before, box, nextId })));
  checkTotals({ count: opened.length, sizeBytes: opened.reduce((sum, { plain }) => sum + sizeOf(plain), 0) });
  const { texts, edges } = await judgeSet({ deps, actor }, { holderId, place, opened, before });
  const now = clock.now();
  const rows = await Promise.all(
    opened.map(async ({ id, key, kind, plain, scope, isSecret, isArgumentAllowed, ...given }) => {
      const kept = before.get(key);
      const value = await box.seal(valuePlace(id), texts.get(id) ?? plain);
      return {
        id,
        teamId,
        holderId,
        key,
        kind,
        value,
        scope,
        isSecret,
        isArgumentAllowed: isArgumentAllowed ?? kept?.isArgumentAllowed ?? false,
        ...notesOf(given, kept),
        revision: (kept?.revision ?? 0) + 1,
        createdAt: kept?.createdAt ?? now,
        updatedAt: now,
      };
    }),
  );
  const names = rows
    .map(({ key }) => key)
    .join(", ")
    .slice(0, 2_000);
  const { save, alongside } = touchHolder(db, teamId, { holderId, revision: input.revision, now });
  await saveBatch(db, {
    save,
    alongside: [
      ...alongside,
      deleteVariables(db, teamId, { holderId }),
      ...insertVariables(db, rows),
      ...insertEdges(db, teamId, edges),
      withinLimit("variableMiB", actor, deps),
      auditStatement(deps, actor, {
        action: "variable.replace",
        target: holderId,
        detail: { count: rows.length, names },
      }),
    ],
  });
}
