import { allowOn } from "../../kit/access/allow-on.ts";
import { locateHolder } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import { hiddenBy } from "../../rules/layer-variables.ts";
import { type Actor, may } from "../../rules/permissions.ts";
import type { Standing as StandingOf } from "../../rules/standing.ts";
import { type HolderKind, holderKindOf, rankOfHolder } from "../../rules/variable-holder.ts";
import { getSetRevision } from "./holders.store.ts";
import { toVariableViews } from "./to-variable-view.ts";
import type { InheritedVariable, VariableList, VariableView } from "./variables.schemas.ts";
import { type AroundRow, listAround, listVariableRows } from "./variables.store.ts";

type Standing = StandingOf<"value">;

/** What one holder gives, with the revision to save it from, and what the places around it give. Whoever may not read values gets names. */
export async function readVariables(deps: Deps, actor: Actor, { id }: { id: string }): Promise<VariableList> {
  const place = await allowOn(actor, "variable.view", locateHolder(deps.db, actor.teamId, id));
  const { db } = deps;
  const { teamId } = actor;
  const revision = await getSetRevision(db, teamId, id);
  const rows = await listVariableRows(db, teamId, { holderId: id });
  const around = (await listAround(db, teamId, { holderId: id })).toSorted(byName);
  const views = await toVariableViews(deps, teamId, { rows });
  const items = views.map((view) => shown(view, may(actor, "value.view", place)));
  const aroundViews = await toVariableViews(deps, teamId, { rows: around });
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

/** A value is read by whoever may read it where it is kept. */
function standingOf({ holderId, teamId }: AroundRow, place: Standing): Standing {
  const nowhere = { teamId, projectId: null, environmentId: null, resourceId: null, serverIds: [] };
  const standings: Record<HolderKind, Standing> = {
    resource: place,
    server: { ...nowhere, serverIds: [holderId] },
    environment: { ...nowhere, projectId: place.projectId, environmentId: holderId },
    project: { ...nowhere, projectId: holderId },
    team: nowhere,
  };
  return standings[holderKindOf(holderId) ?? "team"];
}
