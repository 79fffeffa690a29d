import { allowOn } from "../kit/access/allow-on.ts";
import type { Deps } from "../kit/deps.ts";
import type { Actor } from "../rules/permissions.ts";
import { getDeliveryRow } from "./deliveries.store.ts";
import { toDeliveryDetail } from "./delivery-views.ts";

/** With its payload. */
export async function getDelivery(deps: Deps, actor: Actor, { id }: { id: string }) {
  const row = await allowOn(actor, "delivery.view", getDeliveryRow(deps.db, actor.teamId, id));
  return toDeliveryDetail(deps, actor.teamId, row);
}
