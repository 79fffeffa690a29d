import { allowOn } from "../../kit/access/allow-on.ts";
import { locateHolder } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import { hiddenBy } from "../../rules/layer-variables.ts";
import { type Actor, may } from "../../rules/permissions.ts";
import { holderKindOf, rankOfHolder } from "../../rules/variable-holder.ts";
import { getSetRevision } from "./holders.store.ts";
import { lookAround } from "./look-around.ts";
import { standingOf } from "./standing-of.ts";
import { toVariableViews } from "./to-variable-view.ts";
import type { InheritedVariable, VariableList, VariableView } from "./variables.schemas.ts";
import { type AroundRow, listAround, listVariableRows } from "./variables.store.ts";

/** What one holder gives, with the revision to save it from, and what the places around it give. Whoever may not read values gets names. */
export async function readVariables(deps: Deps, actor: Actor, { id }: { id: string }): Promise<VariableList> {
  const place = await allowOn(actor, "variable.view", locateHolder(deps.db, actor.teamId, id));
  const { db } = deps;
  const { teamId } = actor;
  const revision = await getSetRevision(db, teamId, id);
  const rows = await listVariableRows(db, teamId, { holderId: id });
  const around = (await listAround(db, teamId, { holderId: id })).toSorted(byName);
  const look = await lookAround({ deps, actor }, { holderId: id, place, rows, around });
  const required = new Set([...rows, ...around].flatMap(({ key, isRequired }) => (isRequired ? [key] : [])));
  const views = await toVariableViews(deps, teamId, { rows, look, required });
  const items = views.map((view) => shown(view, may(actor, "value.view", place)));
  const aroundViews = await toVariableViews(deps, teamId, { rows: around, look, required });
  const inherited = around.flatMap((row, index): InheritedVariable[] => {
    const view = aroundViews[index];
    if (!view) return [];
    const hider = hiddenBy(row, [...rows.map((own) => ({ ...own, holderName: "" })), ...around]);
    const maySee = may(actor, "value.view", standingOf(row, place));
    return [{ ...shown(view, maySee), from: holderOf(row), overriddenBy: hider && holderOf(hider) }];
  });
  return { items, inherited, revision };
}

/** In their order by name, and of one name the nearest first. */
const byName = (a: AroundRow, b: AroundRow) =>
  a.key === b.key ? rankOfHolder(a.holderId) - rankOfHolder(b.holderId) : a.key < b.key ? -1 : 1;

const shown = (view: VariableView, maySee: boolean): VariableView => (maySee ? view : { ...view, value: null });

const holderOf = ({ holderId, holderName }: Pick<AroundRow, "holderId" | "holderName">) => ({
  kind: holderKindOf(holderId) ?? ("resource" as const),
  id: holderId,
  name: holderName,
});
