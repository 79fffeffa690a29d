import { loaded } from "#lib/api/http.ts";
import { allOf, firstPages } from "#lib/api/pages.ts";
import { listEnvironments, listProjects } from "#lib/api/projects.ts";
import { listResourceRows } from "#lib/api/resources.ts";
import { pagesAsked } from "#lib/ui/pages-asked.ts";

export async function load({ depends, url }) {
  depends("live:resources");
  const [projects, environments, resources] = await loaded(
    Promise.all([
      firstPages(listProjects, pagesAsked(url)),
      // Cards count what their project holds, whatever its age, so these are read to the end.
      allOf((cursor) => listEnvironments({}, cursor)),
      allOf((cursor) => listResourceRows({}, cursor)),
    ]),
  );
  return {
    projects: projects.items,
    hasMore: projects.nextCursor !== null,
    environments,
    resources,
    crumbs: [{ label: "Projects", href: "/" }],
  };
}
