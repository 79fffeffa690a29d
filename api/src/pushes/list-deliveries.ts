import { allowOn } from "../kit/access/allow-on.ts";
import type { Deps } from "../kit/deps.ts";
import { toPage } from "../kit/http/page.ts";
import { type Actor, allowInTeam } from "../rules/permissions.ts";
import type { DeliveryQuery } from "./deliveries.schemas.ts";
import { getSourceOfTeam, listDeliveryRows } from "./deliveries.store.ts";
import { toDeliveryViews } from "./delivery-views.ts";

export async function listDeliveries(deps: Deps, actor: Actor, page: DeliveryQuery) {
  allowInTeam(actor, "delivery.view");
  return readPage(deps, actor.teamId, page);
}

/** Those of one source. */
export async function listDeliveriesOfSource(
  deps: Deps,
  actor: Actor,
  { id, ...page }: DeliveryQuery & { id: string },
) {
  await allowOn(actor, "source.view", getSourceOfTeam(deps.db, actor.teamId, id));
  return readPage(deps, actor.teamId, { ...page, sourceId: id });
}

async function readPage(deps: Deps, teamId: string, page: DeliveryQuery) {
  const { items, nextCursor } = toPage(await listDeliveryRows(deps.db, teamId, page), page.limit, (row) => row);
  return { items: await toDeliveryViews(deps, teamId, items), nextCursor };
}
