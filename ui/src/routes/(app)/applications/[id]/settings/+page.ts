import { loaded } from "#lib/api/http.ts";
import { listEnvironments } from "#lib/api/projects.ts";
import { listDestinations } from "#lib/api/servers.ts";
import { listSources } from "#lib/api/sources.ts";

export async function load({ parent }) {
  const { application } = await parent();
  const [environments, destinations, sources] = await loaded(
    Promise.all([listEnvironments(application.project.id), listDestinations(), listSources()]),
  );
  return { environments: environments.items, destinations: destinations.items, sources: sources.items };
}
