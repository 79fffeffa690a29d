import Activity from "@lucide/svelte/icons/activity";
import Bell from "@lucide/svelte/icons/bell";
import FolderKanban from "@lucide/svelte/icons/folder-kanban";
import GitBranch from "@lucide/svelte/icons/git-branch";
import Server from "@lucide/svelte/icons/server";
import Settings from "@lucide/svelte/icons/settings";
import { kindAddresses } from "../kinds/registry.ts";
import type { Icon } from "../ui/icon.ts";
import { places } from "./go-keys.ts";

const icons: Record<(typeof places)[number]["label"], Icon> = {
  Projects: FolderKanban,
  Servers: Server,
  Sources: GitBranch,
  Activity,
  Alerts: Bell,
  Settings,
};

/** Pages under a place whose address does not start with its own. */
const belongs: Record<string, string[]> = {
  "/": ["/projects", "/tags", "/deployments", ...kindAddresses.map((address) => `/${address}`)],
  "/activity": ["/bulk"],
};

export const navigation = places.map((place) => ({ ...place, icon: icons[place.label] }));

export function isWithin(href: string, pathname: string): boolean {
  if (pathname === href || (belongs[href] ?? []).some((start) => pathname.startsWith(start))) return true;
  return href !== "/" && pathname.startsWith(`${href}/`);
}
