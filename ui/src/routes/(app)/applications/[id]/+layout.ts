import { getApplication, listApplications } from "#lib/api/applications.ts";
import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { projectCrumbs } from "#lib/projects/project-crumbs.ts";

export async function load({ params, depends }) {
  depends(`live:application:${params.id}`);
  const application = await loaded(getApplication(params.id));
  return {
    application,
    crumbs: [
      ...projectCrumbs(application.project, application.environment),
      {
        label: application.name,
        href: `/applications/${application.id}`,
        switcher: async () => {
          const { id: environmentId } = application.environment;
          const others = await allOf((cursor) => listApplications({ environmentId }, cursor));
          return others.map(({ id, name }) => ({ id, label: name, href: `/applications/${id}` }));
        },
      },
    ],
  };
}
