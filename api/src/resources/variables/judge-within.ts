import type { Asker } from "./asker.ts";
import { type Entry, type Judged, judgeReferences } from "./judge-references.ts";
import { listVariableRows } from "./variables.store.ts";

type Change = { holderId: string; place: { environmentId: string | null }; entry: Entry };

/** One variable that is saved, as part of the set that it stands in. Of the others nothing changes. */
export async function judgeWithin(
  { deps, actor }: Asker,
  { holderId, place: { environmentId }, entry }: Change,
): Promise<Judged> {
  if (entry.kind === "literal" || entry.typed === null)
    return { texts: new Map(entry.typed === null ? [] : [[entry.id, entry.typed]]), edges: [] };
  const rows = await listVariableRows(deps.db, actor.teamId, { holderId });
  const others = rows.filter(({ id }) => id !== entry.id).map((row): Entry => ({ ...row, typed: null, path: "value" }));
  const { texts, edges } = await judgeReferences({ deps, actor }, { holderId, environmentId, set: [...others, entry] });
  return { texts, edges: edges.filter(({ variableId }) => variableId === entry.id) };
}
