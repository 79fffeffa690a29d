import { loaded } from "#lib/api/http.ts";
import { firstPages } from "#lib/api/pages.ts";
import { listServers } from "#lib/api/servers.ts";
import { pagesAsked } from "#lib/ui/pages-asked.ts";

export async function load({ depends, url }) {
  depends("live:servers");
  const servers = await loaded(firstPages(listServers, pagesAsked(url)));
  return {
    servers: servers.items,
    hasMore: servers.nextCursor !== null,
    crumbs: [{ label: "Servers", href: "/servers" }],
  };
}
