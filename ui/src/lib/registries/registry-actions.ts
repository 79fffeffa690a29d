import Play from "@lucide/svelte/icons/plug-zap";
import Trash from "@lucide/svelte/icons/trash-2";
import { invalidate } from "$app/navigation";
import type { Role } from "../api/identity.ts";
import { checkRegistry, deleteRegistry, listRegistryUsers } from "../api/registries.ts";
import type { RegistryView } from "../api/types.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { actionRunner } from "../ui/actions/action-runner.svelte.ts";
import { toast } from "../ui/toast.ts";
import { consequencesOf } from "./registry-look.ts";

type Given = { role: Role; edit: (registry: RegistryView) => void };

export function registryActions(registry: RegistryView, { role, edit }: Given): Action[] {
  const { id } = registry;
  const refusal = refusalFor(role, "admin");
  return [
    { id: `edit:${id}`, label: "Change", refusal, run: () => edit(registry) },
    {
      id: `check:${id}`,
      label: "Try now",
      icon: Play,
      refusal,
      run: async () => {
        await checkRegistry(id);
        await invalidate("live:registries");
      },
    },
    {
      id: `ask-delete:${id}`,
      label: "Delete",
      icon: Trash,
      tone: "danger",
      refusal,
      run: async () => {
        const { applications } = await listRegistryUsers(id);
        actionRunner.start(deleting(registry, applications));
      },
    },
  ];
}

const deleting = (
  { id, name, address, isDefault }: RegistryView,
  users: Parameters<typeof consequencesOf>[0],
): Action => ({
  id: `delete:${id}`,
  label: "Delete",
  icon: Trash,
  tone: "danger",
  confirm: {
    title: `Delete the login ${name}?`,
    decline: "Keep it",
    word: name,
    consequences: consequencesOf(users, { address, isDefault }),
  },
  run: async () => {
    await deleteRegistry(id);
    toast.success(`The login ${name} is deleted`);
    await invalidate("live:registries");
  },
});
