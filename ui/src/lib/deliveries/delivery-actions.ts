import Undo from "@lucide/svelte/icons/rotate-ccw";
import { goto } from "$app/navigation";
import type { Role } from "../api/identity.ts";
import { replayDelivery } from "../api/sources.ts";
import type { DeliveryView } from "../api/types.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";

export const replayAction = (delivery: DeliveryView, role: Role): Action => ({
  id: `replay:${delivery.id}`,
  label: "Replay",
  group: "This delivery",
  icon: Undo,
  refusal: refusalFor(role, "member"),
  confirm: {
    title: "Replay this delivery?",
    decline: "Don't replay",
    consequences: [
      "Decides again with the settings of today",
      "Deploys the present head of the branch, never an older commit",
    ],
  },
  run: async () => {
    const made = await replayDelivery(delivery.id);
    toast.success("Replayed");
    await goto(`/deliveries/${made.id}`, { refreshAll: true });
  },
});
