import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import { getEnvironment } from "../../places/projects/environments.store.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { ChangesList, ChangesView } from "./changes.schemas.ts";
import { listChanged } from "./changes.store.ts";
import { getChanges } from "./get-changes.ts";

/** Comparing reads all of an application: more at once are for nobody to look through. */
const most = 50;

/** Applications of an environment in which something waits for a deployment, with what it is. */
export async function listChanges(deps: Deps, actor: Actor, { id }: { id: string }): Promise<ChangesList> {
  await allowOn(actor, "environment.view", getEnvironment(deps.db, actor.teamId, id));
  const changed = await listChanged(deps.db, actor.teamId, { environmentId: id, limit: most + 1 });
  const items: ChangesView[] = [];
  // One after another: the values of one application at a time are in memory.
  for (const each of changed.slice(0, most)) {
    const view = await getChanges(deps, actor, each);
    if (view.problem !== null || view.changes.some(({ waits }) => waits)) items.push(view);
  }
  return { items, hasMore: changed.length > most };
}
