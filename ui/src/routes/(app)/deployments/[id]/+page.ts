import { getApplication } from "#lib/api/applications.ts";
import { getDeployment } from "#lib/api/deployments.ts";
import { loaded } from "#lib/api/http.ts";
import { projectCrumbs } from "#lib/projects/project-crumbs.ts";

export async function load({ params, url, depends }) {
  depends(`live:deployment:${params.id}`);
  const server = url.searchParams.get("server");
  const deployment = await loaded(getDeployment(params.id, server));
  const application = await loaded(getApplication(deployment.applicationId));
  return {
    deployment,
    server,
    application,
    crumbs: [
      ...projectCrumbs(application.project, application.environment),
      { label: application.name, href: `/applications/${application.id}` },
      { label: `#${deployment.number}`, href: `/deployments/${deployment.id}` },
    ],
  };
}
