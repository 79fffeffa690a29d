import { getApplication, listApplications } from "#lib/api/applications.ts";
import { getDeployment, listDeployments } from "#lib/api/deployments.ts";
import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listEnvironments, listProjects } from "#lib/api/projects.ts";
import { listDestinations, listRunners, listServers } from "#lib/api/servers.ts";
import { listSources } from "#lib/api/sources.ts";
import { destinationOptions } from "#lib/kinds/application/destination-options.ts";

export async function load({ depends }) {
  depends("live:servers", "live:runners", "live:sources", "live:resources", "live:deployments", "live:deliveries");
  const [servers, runners, sources, applications, deployments, projects, environments, destinations] = await loaded(
    Promise.all([
      allOf(listServers),
      allOf(listRunners),
      allOf(listSources),
      // Whether there is one, and the newest: the first page says both.
      listApplications(),
      listDeployments({ limit: "1" }),
      allOf(listProjects),
      allOf((cursor) => listEnvironments({}, cursor)),
      allOf((cursor) => listDestinations({}, cursor)),
    ]),
  );
  const latest = deployments.items[0];
  if (latest) depends(`live:deployment:${latest.id}`);
  for (const { id } of servers) depends(`live:server:${id}`);
  const deployment = latest ? await loaded(getDeployment(latest.id)) : null;
  return {
    servers,
    runners,
    sources,
    applications: applications.items,
    deployment,
    correctable: deployment?.status === "failed" ? await loaded(getApplication(deployment.applicationId)) : null,
    places: environments.map(({ id, name, projectId }) => ({
      value: id,
      label: `${projects.find((project) => project.id === projectId)?.name ?? ""} / ${name}`,
    })),
    destinations: destinationOptions(destinations, servers),
    crumbs: [{ label: "First steps", href: "/start" }],
  };
}
