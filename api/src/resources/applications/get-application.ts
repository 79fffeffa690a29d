import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { ApplicationView } from "./application-views.ts";
import { getApplicationDetail } from "./applications.store.ts";
import { toApplicationView } from "./to-application-view.ts";

export async function getApplication(
  { db, clock }: Deps,
  actor: Actor,
  { id }: { id: string },
): Promise<ApplicationView> {
  await allowOn(actor, "resource.view", locateResource(db, actor.teamId, id));
  return toApplicationView(await getApplicationDetail(db, actor.teamId, id), clock.now());
}
