import ScanSearch from "@lucide/svelte/icons/scan-search";
import Trash from "@lucide/svelte/icons/trash-2";
import { goto, invalidate } from "$app/navigation";
import type { Role } from "../api/identity.ts";
import { checkServer, deleteServer, forgetServer } from "../api/servers.ts";
import type { ServerView } from "../api/types.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";
import { staysThere } from "./stays-there.ts";

const answers: readonly string[] = ["ready", "warning"];

/** Deletes a server that is away for good, with what is left on it; undefined while it can be reached, or holds nothing. */
export function forgetServerAction(server: ServerView, role: Role): Action | undefined {
  if (server.applicationCount === 0 || (answers.includes(server.state) && server.runner.isOnline)) return undefined;
  return {
    id: `forget:${server.id}`,
    label: "Forget server",
    keywords: server.name,
    group: "Danger",
    icon: Trash,
    tone: "danger",
    refusal: refusalFor(role, "admin"),
    confirm: {
      title: `Forget ${server.name} with what is on it?`,
      decline: "Wait for the server",
      word: server.name,
      consequences: [
        "What runs on other servers too goes on there. Whatever runs on this one alone keeps it from being forgotten",
        ...staysThere("whatever ran there", server.name),
        "Fairlead forgets the machine and its host key",
      ],
    },
    run: async () => {
      await forgetServer(server.id);
      toast.success(`${server.name} is deleted`);
      await goto("/servers", { refreshAll: true });
    },
  };
}

const refresh = () => invalidate(({ href }) => href.startsWith("live:server"));

/** What can be done with one server: feeds its buttons, the row menu and the palette. */
export function serverActions(server: ServerView, role: Role): Action[] {
  const refusal = refusalFor(role, "admin");
  return [
    {
      id: `check:${server.id}`,
      label: "Check now",
      keywords: server.name,
      group: "This server",
      icon: ScanSearch,
      refusal: refusal ?? (server.isChecking ? "A check is under way" : undefined),
      run: async () => {
        await checkServer(server.id);
        await refresh();
      },
    },
    {
      id: `delete:${server.id}`,
      label: "Delete server",
      keywords: server.name,
      group: "Danger",
      icon: Trash,
      tone: "danger",
      refusal:
        refusal ??
        (server.applicationCount > 0 ? `Delete or move its ${server.applicationCount} resources first` : undefined),
      confirm: {
        title: `Delete ${server.name}?`,
        decline: "Keep it",
        word: server.name,
        consequences: ["Fairlead forgets the machine and its host key", "Nothing on the machine itself is changed"],
      },
      run: async () => {
        await deleteServer(server.id);
        toast.success(`${server.name} is deleted`);
        await goto("/servers", { refreshAll: true });
      },
    },
  ];
}
