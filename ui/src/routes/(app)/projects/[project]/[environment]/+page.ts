import { error } from "@sveltejs/kit";
import { listChanges } from "#lib/api/changes.ts";
import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listServers } from "#lib/api/servers.ts";
import { listResources } from "#lib/kinds/list-resources.ts";
import { projectCrumbs } from "#lib/projects/project-crumbs.ts";
import { pagesAsked } from "#lib/ui/pages-asked.ts";

// What is compared is large: where it does not come, the page does all the same, without its bar.
const changesOf = (environmentId: string) =>
  listChanges(environmentId).then(
    ({ items }) => items,
    () => [],
  );

export async function load({ params, depends, parent, url }) {
  depends("live:resources");
  const [{ project, environments }, { items, hasMore }, servers] = await Promise.all([
    parent(),
    loaded(listResources({ environmentId: params.environment }, pagesAsked(url))),
    loaded(allOf(listServers)),
  ]);
  const environment = environments.find(({ id }) => id === params.environment);
  if (!environment) error(404, { message: "This project has no such environment.", code: "environment.not_found" });
  return {
    environment,
    items,
    hasMore,
    servers,
    changes: items.some(({ hasChanges }) => hasChanges) ? await changesOf(params.environment) : [],
    crumbs: projectCrumbs(project, environment),
  };
}
