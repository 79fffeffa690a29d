import Trash from "@lucide/svelte/icons/trash-2";
import { goto } from "$app/navigation";
import type { Role } from "../api/identity.ts";
import { deleteSource } from "../api/sources.ts";
import type { SourceView } from "../api/types.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";

export const deleteSourceAction = (source: SourceView, role: Role): Action => ({
  id: `delete:${source.id}`,
  label: "Delete source",
  keywords: source.name,
  group: "Danger",
  icon: Trash,
  tone: "danger",
  refusal:
    refusalFor(role, "admin") ??
    (source.applicationCount > 0 ? `${source.applicationCount} applications use it` : undefined),
  confirm: {
    title: `Delete ${source.name}?`,
    decline: "Keep it",
    word: source.name,
    consequences: ["Its webhook URL stops working", "Deletes its credentials and its inbox"],
  },
  run: async () => {
    await deleteSource(source.id);
    toast.success(`${source.name} is deleted`);
    await goto("/sources", { refreshAll: true });
  },
});
