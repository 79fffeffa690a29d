import { loaded } from "#lib/api/http.ts";
import { getDelivery, getSource } from "#lib/api/sources.ts";

export async function load({ params, depends }) {
  depends("live:deliveries");
  const delivery = await loaded(getDelivery(params.id));
  const source = await loaded(getSource(delivery.sourceId));
  return {
    delivery,
    source,
    crumbs: [
      { label: "Sources", href: "/sources" },
      { label: source.name, href: `/sources/${source.id}` },
      { label: "Delivery", href: `/deliveries/${delivery.id}` },
    ],
  };
}
