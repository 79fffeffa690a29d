import { loaded } from "#lib/api/http.ts";
import { listSources } from "#lib/api/sources.ts";

export async function load({ depends }) {
  depends("live:deliveries");
  return { sources: (await loaded(listSources())).items, crumbs: [{ label: "Sources", href: "/sources" }] };
}
