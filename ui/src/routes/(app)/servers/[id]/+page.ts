import { listApplications } from "#lib/api/applications.ts";
import { loaded } from "#lib/api/http.ts";
import { allOf, firstPages } from "#lib/api/pages.ts";
import { getServer, listDestinations, listRunners, listServers } from "#lib/api/servers.ts";
import { pagesAsked } from "#lib/ui/pages-asked.ts";

export async function load({ params, depends, url }) {
  depends(`live:server:${params.id}`, "live:runners");
  const serverId = params.id;
  const [server, runners, destinations, applications] = await loaded(
    Promise.all([
      getServer(serverId),
      allOf(listRunners),
      allOf((cursor) => listDestinations({ serverId }, cursor)),
      firstPages((cursor) => listApplications({ serverId }, cursor), pagesAsked(url)),
    ]),
  );
  return {
    server,
    runners,
    destinations: destinations.toReversed(),
    applications: applications.items,
    hasMore: applications.nextCursor !== null,
    crumbs: [
      { label: "Servers", href: "/servers" },
      {
        label: server.name,
        href: `/servers/${server.id}`,
        switcher: async () =>
          (await allOf(listServers)).map(({ id, name }) => ({ id, label: name, href: `/servers/${id}` })),
      },
    ],
  };
}
