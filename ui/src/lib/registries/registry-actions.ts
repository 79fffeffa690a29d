import Trash from "@lucide/svelte/icons/trash-2";
import { invalidate } from "$app/navigation";
import type { Role } from "../api/identity.ts";
import { deleteRegistry } from "../api/registries.ts";
import type { RegistryView } from "../api/types.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";

type Given = { role: Role; edit: (registry: RegistryView) => void };

export function registryActions(registry: RegistryView, { role, edit }: Given): Action[] {
  const { id, address } = registry;
  const refusal = refusalFor(role, "admin");
  return [
    { id: `edit:${id}`, label: "Change", refusal, run: () => edit(registry) },
    {
      id: `delete:${id}`,
      label: "Delete",
      icon: Trash,
      tone: "danger",
      refusal,
      confirm: {
        title: `Delete the login for ${address}?`,
        decline: "Keep it",
        word: address,
        consequences: ["Private images from there can be neither pulled nor built upon", "What runs goes on running"],
      },
      run: async () => {
        await deleteRegistry(id);
        toast.success(`The login for ${address} is deleted`);
        await invalidate("app:registries");
      },
    },
  ];
}
