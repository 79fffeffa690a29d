import { loaded } from "#lib/api/http.ts";
import { allOf, firstPages } from "#lib/api/pages.ts";
import { listResourceRows } from "#lib/api/resources.ts";
import { getServer, listDestinations, listRunners, listServers } from "#lib/api/servers.ts";
import { listVolumes } from "#lib/api/volumes.ts";
import { pagesAsked } from "#lib/ui/pages-asked.ts";

export async function load({ params, depends, url }) {
  depends(`live:server:${params.id}`, "live:runners");
  const serverId = params.id;
  const [server, runners, destinations, resources, volumes] = await loaded(
    Promise.all([
      getServer(serverId),
      allOf(listRunners),
      allOf((cursor) => listDestinations({ serverId }, cursor)),
      firstPages((cursor) => listResourceRows({ serverId }, cursor), pagesAsked(url)),
      allOf((cursor) => listVolumes({ serverId }, cursor)),
    ]),
  );
  return {
    server,
    runners,
    volumes,
    destinations: destinations.toReversed(),
    resources: resources.items,
    hasMore: resources.nextCursor !== null,
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
