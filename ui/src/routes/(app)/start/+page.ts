import { listApplications } from "#lib/api/applications.ts";
import { getDeployment, listDeployments } from "#lib/api/deployments.ts";
import { loaded } from "#lib/api/http.ts";
import { listEnvironments, listProjects } from "#lib/api/projects.ts";
import { listDestinations, listRunners, listServers } from "#lib/api/servers.ts";
import { listSources } from "#lib/api/sources.ts";
import { destinationOptions } from "#lib/applications/destination-options.ts";

export async function load({ depends }) {
  depends("live:servers", "live:runners", "live:applications", "live:deployments", "live:deliveries");
  const [servers, runners, sources, applications, deployments, projects, environments, destinations] = await loaded(
    Promise.all([
      listServers(),
      listRunners(),
      listSources(),
      listApplications(),
      listDeployments({ limit: "1" }),
      listProjects(),
      listEnvironments(),
      listDestinations(),
    ]),
  );
  const latest = deployments.items[0];
  if (latest) depends(`live:deployment:${latest.id}`);
  for (const { id } of servers.items) depends(`live:server:${id}`);
  return {
    servers: servers.items,
    runners: runners.items,
    sources: sources.items,
    applications: applications.items,
    deployment: latest ? await loaded(getDeployment(latest.id)) : null,
    places: environments.items.map(({ id, name, projectId }) => ({
      value: id,
      label: `${projects.items.find((project) => project.id === projectId)?.name ?? ""} / ${name}`,
    })),
    destinations: destinationOptions(destinations.items, servers.items),
    crumbs: [{ label: "First steps", href: "/start" }],
  };
}
