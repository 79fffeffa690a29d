import { loaded } from "../../../api/http.ts";
import { allOf } from "../../../api/pages.ts";
import { listEnvironments } from "../../../api/projects.ts";
import { listDestinations, listServers } from "../../../api/servers.ts";
import { listSources } from "../../../api/sources.ts";
import { destinationOptions } from "../destination-options.ts";
import type { Context } from "./context.ts";

export async function load({ resource, depends }: Context) {
  depends("live:servers", "live:sources");
  const application = await resource();
  const [environments, destinations, servers, sources] = await loaded(
    Promise.all([
      allOf((cursor) => listEnvironments({ projectId: application.project.id }, cursor)),
      allOf((cursor) => listDestinations({}, cursor)),
      allOf(listServers),
      allOf(listSources),
    ]),
  );
  return { environments, destinations: destinationOptions(destinations, servers), sources };
}
