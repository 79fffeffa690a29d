import { invalidate } from "$app/navigation";
import type { Role } from "../api/identity.ts";
import { deleteRunner, renameRunner, revokeRunner } from "../api/servers.ts";
import type { RunnerView } from "../api/types.ts";
import type { NameQuestion } from "../forms/name-question.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";

export function runnerLook({ revokedAt, isOnline }: Pick<RunnerView, "revokedAt" | "isOnline">) {
  if (revokedAt !== null) return { signal: "idle" as const, label: "Revoked" };
  return isOnline ? { signal: "ok" as const, label: "Online" } : { signal: "bad" as const, label: "Offline" };
}

type Asks = { role: Role; ask: (question: NameQuestion) => void };
const refresh = () => invalidate("live:runners");
const countOf = (count: number) => `${count} ${count === 1 ? "server" : "servers"}`;

/** What can be done with one runner; a runner that servers use is told apart, not hidden. */
export function runnerActions(runner: RunnerView, { role, ask }: Asks): Action[] {
  const refusal = refusalFor(role, "admin");
  const { id, name, serverCount } = runner;
  const rename: NameQuestion["save"] = async (next, settled) => {
    await renameRunner(runner, next, settled);
    await refresh();
  };
  return [
    {
      id: `rename:${id}`,
      label: "Rename",
      refusal,
      run: () => ask({ title: `Rename ${name}`, verb: "Rename", initial: name, save: rename }),
    },
    {
      id: `revoke:${id}`,
      label: "Revoke",
      tone: "danger",
      refusal: refusal ?? (runner.revokedAt === null ? undefined : "It is revoked already"),
      confirm: {
        title: `Revoke ${name}?`,
        decline: "Don't revoke",
        word: name,
        consequences: [
          "Its next call is refused; it does no more work",
          serverCount > 0 ? `${countOf(serverCount)} wait until another runner takes over` : "It has no servers",
          "Applications keep running",
        ],
      },
      run: async () => {
        await revokeRunner(id);
        toast.success(`${name} is revoked`);
        await refresh();
      },
    },
    {
      id: `delete:${id}`,
      label: "Delete",
      tone: "danger",
      refusal: refusal ?? (serverCount > 0 ? `Move or delete its ${countOf(serverCount)} first` : undefined),
      confirm: {
        title: `Delete ${name}?`,
        decline: "Keep it",
        word: name,
        consequences: ["Its credential stops working and it leaves the list", "Its SSH key reaches no server of yours"],
      },
      run: async () => {
        await deleteRunner(id);
        toast.success(`${name} is deleted`);
        await refresh();
      },
    },
  ];
}
