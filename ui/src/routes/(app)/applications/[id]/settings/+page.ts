import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listEnvironments } from "#lib/api/projects.ts";
import { listDestinations, listServers } from "#lib/api/servers.ts";
import { listSources } from "#lib/api/sources.ts";
import { destinationOptions } from "#lib/applications/destination-options.ts";

export async function load({ parent, depends }) {
  depends("live:servers", "live:sources");
  const { application } = await parent();
  const [environments, destinations, servers, sources] = await loaded(
    Promise.all([
      allOf((cursor) => listEnvironments({ projectId: application.project.id }, cursor)),
      allOf((cursor) => listDestinations({}, cursor)),
      allOf(listServers),
      allOf(listSources),
    ]),
  );
  return {
    environments,
    destinations: destinationOptions(destinations, servers),
    sources,
  };
}
