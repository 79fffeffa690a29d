import { loaded } from "#lib/api/http.ts";
import { listEnvironments, listProjects } from "#lib/api/projects.ts";
import { listDestinations, listServers } from "#lib/api/servers.ts";
import { listSources } from "#lib/api/sources.ts";
import { destinationOptions } from "#lib/applications/destination-options.ts";

export async function load({ url }) {
  const [projects, environments, destinations, servers, sources] = await loaded(
    Promise.all([listProjects(), listEnvironments(), listDestinations(), listServers(), listSources()]),
  );
  return {
    places: environments.items.map(({ id, name, projectId }) => ({
      value: id,
      label: `${projects.items.find((project) => project.id === projectId)?.name ?? ""} / ${name}`,
    })),
    destinations: destinationOptions(destinations.items, servers.items),
    sources: sources.items,
    asked: url.searchParams.get("environment"),
    crumbs: [
      { label: "Projects", href: "/" },
      { label: "New application", href: "/applications/new" },
    ],
  };
}
