import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import { type Actor, may } from "../../rules/permissions.ts";
import { getResourceRow } from "../resources.store.ts";
import { toVariableViews } from "./to-variable-view.ts";
import type { VariableList } from "./variables.schemas.ts";
import { listVariableRows } from "./variables.store.ts";

/** The set of one application, with the revision to save it from. Whoever may not read values gets the names alone. */
export async function readVariables(deps: Deps, actor: Actor, { id }: { id: string }): Promise<VariableList> {
  const place = await allowOn(actor, "variable.view", locateResource(deps.db, actor.teamId, id));
  const { id: resourceId, variablesRevision: revision } = await getResourceRow(deps.db, actor.teamId, id);
  const rows = await listVariableRows(deps.db, actor.teamId, { resourceId });
  const items = await toVariableViews(deps, actor.teamId, { rows });
  if (may(actor, "value.view", place)) return { items, revision };
  return { items: items.map((each) => ({ ...each, value: null })), revision };
}
