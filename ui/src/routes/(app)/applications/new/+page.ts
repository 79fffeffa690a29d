import { loaded } from "#lib/api/http.ts";
import { listEnvironments, listProjects } from "#lib/api/projects.ts";
import { listDestinations } from "#lib/api/servers.ts";
import { listSources } from "#lib/api/sources.ts";

export async function load({ url }) {
  const [projects, environments, destinations, sources] = await loaded(
    Promise.all([listProjects(), listEnvironments(), listDestinations(), listSources()]),
  );
  return {
    places: environments.items.map(({ id, name, projectId }) => ({
      value: id,
      label: `${projects.items.find((project) => project.id === projectId)?.name ?? ""} / ${name}`,
    })),
    destinations: destinations.items,
    sources: sources.items,
    asked: url.searchParams.get("environment"),
    crumbs: [
      { label: "Projects", href: "/" },
      { label: "New application", href: "/applications/new" },
    ],
  };
}
