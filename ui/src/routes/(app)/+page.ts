import { listApplications } from "#lib/api/applications.ts";
import { loaded } from "#lib/api/http.ts";
import { allOf, firstPages } from "#lib/api/pages.ts";
import { listEnvironments, listProjects } from "#lib/api/projects.ts";
import { pagesAsked } from "#lib/ui/pages-asked.ts";

export async function load({ depends, url }) {
  depends("live:applications");
  const [projects, environments, applications] = await loaded(
    Promise.all([
      firstPages(listProjects, pagesAsked(url)),
      // Cards count what their project holds, whatever its age, so these are read to the end.
      allOf((cursor) => listEnvironments({}, cursor)),
      allOf((cursor) => listApplications({}, cursor)),
    ]),
  );
  return {
    projects: projects.items,
    hasMore: projects.nextCursor !== null,
    environments,
    applications,
    crumbs: [{ label: "Projects", href: "/" }],
  };
}
