import { loaded } from "#lib/api/http.ts";
import { firstPages } from "#lib/api/pages.ts";
import { listSources } from "#lib/api/sources.ts";
import { pagesAsked } from "#lib/ui/pages-asked.ts";

export async function load({ depends, url }) {
  depends("live:deliveries");
  const sources = await loaded(firstPages(listSources, pagesAsked(url)));
  return {
    sources: sources.items,
    hasMore: sources.nextCursor !== null,
    crumbs: [{ label: "Sources", href: "/sources" }],
  };
}
