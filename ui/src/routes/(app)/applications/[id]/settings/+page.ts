import { loaded } from "#lib/api/http.ts";
import { listEnvironments } from "#lib/api/projects.ts";
import { listDestinations, listServers } from "#lib/api/servers.ts";
import { listSources } from "#lib/api/sources.ts";
import { destinationOptions } from "#lib/applications/destination-options.ts";

export async function load({ parent }) {
  const { application } = await parent();
  const [environments, destinations, servers, sources] = await loaded(
    Promise.all([listEnvironments(application.project.id), listDestinations(), listServers(), listSources()]),
  );
  return {
    environments: environments.items,
    destinations: destinationOptions(destinations.items, servers.items),
    sources: sources.items,
  };
}
