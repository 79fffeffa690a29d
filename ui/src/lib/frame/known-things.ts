import FolderKanban from "@lucide/svelte/icons/folder-kanban";
import GitBranch from "@lucide/svelte/icons/git-branch";
import Server from "@lucide/svelte/icons/server";
import { allOf, type ReadPage } from "../api/pages.ts";
import { listEnvironments, listProjects } from "../api/projects.ts";
import { listServers } from "../api/servers.ts";
import { listSources } from "../api/sources.ts";
import { listResources } from "../kinds/list-resources.ts";
import type { Action } from "../ui/actions/action.ts";

/** How long what was found is good enough to begin with. */
const freshMs = 60_000;
let kept: { team: string; at: number; found: Promise<Action[]> } | null = null;

/** Everything one may go to by its name; asked again only after a while, and for another team. */
export function knownThings(team: string, now = Date.now()): Promise<Action[]> {
  if (kept?.team !== team || now - kept.at > freshMs) kept = { team, at: now, found: look() };
  return kept.found;
}

const orNothing = <T>(read: ReadPage<T>) => allOf(read).catch((): T[] => []);

/** As far as lists of choices are read. */
const pages = 25;
const resourcesOrNone = () =>
  listResources({}, pages).then(
    ({ items }) => items,
    () => [],
  );
/** "application" → "Applications". */
const groupOf = ({ noun }: { noun: string }) => `${noun.charAt(0).toUpperCase()}${noun.slice(1)}s`;

async function look(): Promise<Action[]> {
  const [resources, projects, environments, servers, sources] = await Promise.all([
    resourcesOrNone(),
    orNothing(listProjects),
    orNothing((cursor) => listEnvironments({}, cursor)),
    orNothing(listServers),
    orNothing(listSources),
  ]);
  const names = new Map([...projects, ...environments].map(({ id, name }) => [id, name]));
  return [
    ...resources.map((resource) => ({
      id: resource.id,
      group: groupOf(resource),
      label: resource.name,
      context: [
        [names.get(resource.projectId), names.get(resource.environmentId)].filter(Boolean).join(" / "),
        resource.look(Date.now()).label,
      ].join(" · "),
      keywords: `${resource.origin} ${resource.url ?? ""} ${resource.id}`,
      icon: resource.icon,
      href: resource.href,
    })),
    ...projects.map(({ id, name }) => ({
      id,
      group: "Projects",
      label: name,
      keywords: id,
      icon: FolderKanban,
      href: `/projects/${id}`,
    })),
    ...servers.map(({ id, name, host }) => ({
      id,
      group: "Servers",
      label: name,
      context: host ?? undefined,
      keywords: id,
      icon: Server,
      href: `/servers/${id}`,
    })),
    ...sources.map(({ id, name }) => ({
      id,
      group: "Sources",
      label: name,
      keywords: id,
      icon: GitBranch,
      href: `/sources/${id}`,
    })),
  ];
}
