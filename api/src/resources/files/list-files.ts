import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { listUsed } from "./files.store.ts";
import { toFileView } from "./to-file-view.ts";

export async function listFiles({ db }: Deps, actor: Actor, { resourceId }: { resourceId: string }) {
  await allowOn(actor, "resource.view", locateResource(db, actor.teamId, resourceId));
  return { items: (await listUsed(db, { teamId: actor.teamId, resourceId })).map(toFileView) };
}
