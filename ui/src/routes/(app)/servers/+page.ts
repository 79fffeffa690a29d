import { loaded } from "#lib/api/http.ts";
import { listServers } from "#lib/api/servers.ts";

export async function load({ depends }) {
  depends("live:servers");
  return { servers: (await loaded(listServers())).items, crumbs: [{ label: "Servers", href: "/servers" }] };
}
