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
        (await listProjects()).items.map(({ id, name }) => ({ id, label: name, href: `/projects/${id}` })),
    },
  ];
  if (!environment) return crumbs;
  return [
    ...crumbs,
    {
      label: environment.name,
      href: `/projects/${project.id}/${environment.id}`,
      switcher: async () =>
        (await listEnvironments(project.id)).items.map(({ id, name }) => ({
          id,
          label: name,
          href: `/projects/${project.id}/${id}`,
        })),
    },
  ];
}
