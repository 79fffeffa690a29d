import { listApplications } from "#lib/api/applications.ts";
import { loaded } from "#lib/api/http.ts";
import { getServer, listRunners, listServers } from "#lib/api/servers.ts";

export async function load({ params, depends }) {
  depends(`live:server:${params.id}`, "live:runners");
  const [server, runners, applications] = await loaded(
    Promise.all([getServer(params.id), listRunners(), listApplications({ serverId: params.id })]),
  );
  return {
    server,
    runners: runners.items,
    applications: applications.items,
    crumbs: [
      { label: "Servers", href: "/servers" },
      {
        label: server.name,
        href: `/servers/${server.id}`,
        switcher: async () =>
          (await listServers()).items.map(({ id, name }) => ({ id, label: name, href: `/servers/${id}` })),
      },
    ],
  };
}
