import { error } from "@sveltejs/kit";
import { listApplications } from "#lib/api/applications.ts";
import { loaded } from "#lib/api/http.ts";
import { listServers } from "#lib/api/servers.ts";
import { projectCrumbs } from "#lib/projects/project-crumbs.ts";

export async function load({ params, depends, parent }) {
  depends("live:applications");
  const [{ project, environments }, applications, servers] = await Promise.all([
    parent(),
    loaded(listApplications({ environmentId: params.environment })),
    loaded(listServers()),
  ]);
  const environment = environments.find(({ id }) => id === params.environment);
  if (!environment) error(404, { message: "This project has no such environment.", code: "environment.not_found" });
  return {
    environment,
    applications: applications.items,
    servers: servers.items,
    crumbs: projectCrumbs(project, environment),
  };
}
