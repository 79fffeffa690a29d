import type { Deps } from "../../kit/deps.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import type { ApplicationView } from "./application-views.ts";
import { getApplicationDetail } from "./applications.store.ts";
import { toApplicationView } from "./to-application-view.ts";

export async function getApplication({ db }: Deps, actor: Actor, { id }: { id: string }): Promise<ApplicationView> {
  allow(actor, "application.read");
  return toApplicationView(await getApplicationDetail(db, actor.teamId, id));
}
