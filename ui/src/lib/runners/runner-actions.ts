import { invalidate } from "$app/navigation";
import type { Role } from "../api/identity.ts";
import { deleteRunner, revokeRunner } from "../api/servers.ts";
import type { RunnerView } from "../api/types.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";

export function runnerLook({ revokedAt, isOnline }: Pick<RunnerView, "revokedAt" | "isOnline">) {
  if (revokedAt !== null) return { signal: "idle" as const, label: "Revoked" };
  return isOnline ? { signal: "ok" as const, label: "Online" } : { signal: "bad" as const, label: "Offline" };
}

export function runnerActions(runner: RunnerView, role: Role): Action[] {
  const refusal = refusalFor(role, "admin");
  const { id, name, serverCount } = runner;
  return [
    {
      id: `revoke:${id}`,
      label: "Revoke",
      tone: "danger",
      refusal: refusal ?? (runner.revokedAt === null ? undefined : "It is revoked already"),
      confirm: {
        title: `Revoke ${name}?`,
        word: name,
        consequences: [
          "Its next call is refused; it does no more work",
          serverCount > 0 ? `${serverCount} servers wait until another runner takes them over` : "It has no servers",
          "Applications keep running",
        ],
      },
      run: async () => {
        await revokeRunner(id);
        toast.success(`${name} is revoked`);
        await invalidate("live:runners");
      },
    },
    {
      id: `delete:${id}`,
      label: "Delete",
      tone: "danger",
      refusal: refusal ?? (serverCount > 0 ? `It has ${serverCount} servers` : undefined),
      confirm: { title: `Delete ${name}?`, consequences: ["Its credential stops working and it leaves the list"] },
      run: async () => {
        await deleteRunner(id);
        await invalidate("live:runners");
      },
    },
  ];
}
