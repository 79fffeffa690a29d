import { allOf } from "../api/pages.ts";
import { listEnvironments, listProjects } from "../api/projects.ts";
import type { Crumb } from "../frame/crumb.ts";

type Named = { id: string; name: string };

/** Project and environment as parts of the way to a page, each with its switcher. */
export function projectCrumbs(project: Named, environment?: Named): Crumb[] {
  const crumbs: Crumb[] = [
    {
      label: project.name,
      href: `/projects/${project.id}`,
      switcher: async () =>
        (await allOf(listProjects)).map(({ id, name }) => ({ id, label: name, href: `/projects/${id}` })),
    },
  ];
  if (!environment) return crumbs;
  return [
    ...crumbs,
    {
      label: environment.name,
      href: `/projects/${project.id}/${environment.id}`,
      switcher: async () =>
        (await allOf((cursor) => listEnvironments({ projectId: project.id }, cursor))).map(({ id, name }) => ({
          id,
          label: name,
          href: `/projects/${project.id}/${id}`,
        })),
    },
  ];
}
