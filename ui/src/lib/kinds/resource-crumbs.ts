import type { Crumb } from "../frame/crumb.ts";
import { projectCrumbs } from "../projects/project-crumbs.ts";
import { listResources } from "./list-resources.ts";

type Named = { id: string; name: string };
type Place = { name: string; href: string; project: Named; environment: Named };

/** The way to a resource; the last part leads to the others of its environment. */
export const resourceCrumbs = ({ name, href, project, environment }: Place): Crumb[] => [
  ...projectCrumbs(project, environment),
  {
    label: name,
    href,
    switcher: async () =>
      (await listResources({ environmentId: environment.id }, 25)).items.map((item) => ({
        id: item.id,
        label: item.name,
        href: item.href,
        icon: item.icon,
        context: item.look(Date.now()).label,
      })),
  },
];
