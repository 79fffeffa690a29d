import { listApplications } from "#lib/api/applications.ts";
import { loaded } from "#lib/api/http.ts";
import { listEnvironments, listProjects } from "#lib/api/projects.ts";

export async function load({ depends }) {
  depends("live:applications");
  const [projects, environments, applications] = await loaded(
    Promise.all([listProjects(), listEnvironments(), listApplications()]),
  );
  return {
    projects: projects.items,
    environments: environments.items,
    applications: applications.items,
    crumbs: [{ label: "Projects", href: "/" }],
  };
}
