import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listEnvironments, listProjects } from "#lib/api/projects.ts";
import { listDestinations, listServers } from "#lib/api/servers.ts";
import { listSources } from "#lib/api/sources.ts";
import { destinationOptions } from "#lib/kinds/application/destination-options.ts";

export async function load({ url, depends }) {
  depends("live:servers", "live:sources");
  const [projects, environments, destinations, servers, sources] = await loaded(
    Promise.all([
      allOf(listProjects),
      allOf((cursor) => listEnvironments({}, cursor)),
      allOf((cursor) => listDestinations({}, cursor)),
      allOf(listServers),
      allOf(listSources),
    ]),
  );
  return {
    places: environments.map(({ id, name, projectId }) => ({
      value: id,
      label: `${projects.find((project) => project.id === projectId)?.name ?? ""} / ${name}`,
    })),
    destinations: destinationOptions(destinations, servers),
    sources,
    asked: url.searchParams.get("environment"),
    crumbs: [
      { label: "Projects", href: "/" },
      { label: "New application", href: "/applications/new" },
    ],
  };
}
