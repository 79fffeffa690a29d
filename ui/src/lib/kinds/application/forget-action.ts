import { invalidate } from "$app/navigation";
import { forgetOnServer } from "../../api/applications.ts";
import type { Role } from "../../api/identity.ts";
import type { ApplicationView } from "../../api/types.ts";
import { staysThere } from "../../servers/stays-there.ts";
import { refusalFor } from "../../session/team.ts";
import type { Action } from "../../ui/actions/action.ts";
import { toast } from "../../ui/toast.ts";

type Target = ApplicationView["targets"][number];

/** Gives up on a server that is away for good, which an application is leaving or is deleted from. */
export const forgetAction = (application: ApplicationView, role: Role, { destinationId, server }: Target): Action => ({
  id: `forget:${application.id}:${destinationId}`,
  label: `Forget it on ${server.name}`,
  keywords: application.name,
  group: "Danger",
  tone: "danger",
  refusal: refusalFor(role, "admin"),
  confirm: {
    title: `Forget ${application.name} on ${server.name}?`,
    decline: "Wait for the server",
    word: server.name,
    consequences: staysThere(application.name, server.name),
  },
  run: async () => {
    const { isRemoved } = await forgetOnServer(application.id, destinationId);
    toast.success(isRemoved ? `${application.name} is deleted` : `${application.name} is no longer on ${server.name}`);
    await invalidate(({ href }) => href.startsWith("live:resource"));
  },
});
