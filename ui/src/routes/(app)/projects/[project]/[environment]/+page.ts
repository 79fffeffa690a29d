import { error } from "@sveltejs/kit";
import { listApplications } from "#lib/api/applications.ts";
import { loaded } from "#lib/api/http.ts";
import { allOf, firstPages } from "#lib/api/pages.ts";
import { listServers } from "#lib/api/servers.ts";
import { projectCrumbs } from "#lib/projects/project-crumbs.ts";
import { pagesAsked } from "#lib/ui/pages-asked.ts";

export async function load({ params, depends, parent, url }) {
  depends("live:applications");
  const [{ project, environments }, applications, servers] = await Promise.all([
    parent(),
    loaded(firstPages((cursor) => listApplications({ environmentId: params.environment }, cursor), pagesAsked(url))),
    loaded(allOf(listServers)),
  ]);
  const environment = environments.find(({ id }) => id === params.environment);
  if (!environment) error(404, { message: "This project has no such environment.", code: "environment.not_found" });
  return {
    environment,
    applications: applications.items,
    hasMore: applications.nextCursor !== null,
    servers,
    crumbs: projectCrumbs(project, environment),
  };
}
