import Send from "@lucide/svelte/icons/send";
import Trash from "@lucide/svelte/icons/trash-2";
import { invalidate } from "$app/navigation";
import { deleteChannel, rotateSigningSecret, testChannel } from "../api/channels.ts";
import type { Role } from "../api/identity.ts";
import type { ChannelView } from "../api/types.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";

const refresh = () => invalidate("app:channels");
type Hooks = { edit: (channel: ChannelView) => void; showSecret: (secret: string) => void };

export function channelActions(channel: ChannelView, { role, edit, showSecret }: Hooks & { role: Role }): Action[] {
  const { id, name } = channel;
  const refusal = refusalFor(role, "admin");
  const actions: Action[] = [
    {
      id: `test:${id}`,
      label: "Send a test",
      icon: Send,
      refusal,
      run: async () => {
        const { isSent, error } = await testChannel(id);
        if (isSent) toast.success(`The test reached ${name}`);
        else toast.error(`${name} refused the test`, { description: error ?? "No reason was given." });
        await refresh();
      },
    },
    { id: `edit:${id}`, label: "Change", refusal, run: () => edit(channel) },
  ];
  if (channel.kind === "webhook") {
    actions.push({
      id: `secret:${id}`,
      label: "Make a new signing secret",
      refusal,
      confirm: {
        title: "Make a new signing secret?",
        decline: "Keep the old one",
        consequences: ["The old one stops being used at once", "The new one is shown once"],
      },
      run: async () => showSecret((await rotateSigningSecret(id)).signingSecret),
    });
  }
  actions.push({
    id: `delete:${id}`,
    label: "Delete",
    icon: Trash,
    tone: "danger",
    refusal,
    confirm: { title: `Delete ${name}?`, consequences: ["Nothing is sent there any more"], decline: "Keep it" },
    run: async () => {
      await deleteChannel(id);
      await refresh();
    },
  });
  return actions;
}
