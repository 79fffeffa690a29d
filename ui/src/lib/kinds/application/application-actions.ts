import Play from "@lucide/svelte/icons/play";
import Rocket from "@lucide/svelte/icons/rocket";
import RotateCw from "@lucide/svelte/icons/rotate-cw";
import Square from "@lucide/svelte/icons/square";
import Trash from "@lucide/svelte/icons/trash-2";
import { goto, invalidate } from "$app/navigation";
import { deleteApplication, operateApplication } from "../../api/applications.ts";
import { redeploy, startDeployment } from "../../api/deployments.ts";
import type { Role } from "../../api/identity.ts";
import type { ApplicationItem, ApplicationView } from "../../api/types.ts";
import { showRunning } from "../../live/show-running.ts";
import { refusalFor } from "../../session/team.ts";
import type { Action } from "../../ui/actions/action.ts";
import { offerUndo } from "../../ui/offer-undo.ts";
import { toast } from "../../ui/toast.ts";
import { lostNames, serverNames } from "./several-servers.ts";

const group = "This application";
const refresh = () => invalidate(({ href }) => href.startsWith("live:resource"));

async function deploy(id: string, options: { noCache?: boolean }): Promise<void> {
  const made = await startDeployment(id, { noCache: options.noCache ?? false });
  showRunning();
  await goto(`/deployments/${made.id}`);
}

type Operable = Pick<ApplicationItem, "id" | "name" | "state">;
const deployRefusal = (state: Operable["state"], role: Role) =>
  refusalFor(role, "member") ?? (state === "removing" ? "It is being removed" : undefined);

/** Deploys from a list, which one stays on. */
export const deployInPlace = ({ id, name, state }: Operable, role: Role): Action => ({
  id: `deploy:${id}`,
  label: "Deploy",
  keywords: name,
  icon: Rocket,
  refusal: deployRefusal(state, role),
  run: async () => {
    const made = await startDeployment(id, { noCache: false });
    showRunning();
    toast.success(`${name} is being deployed`, {
      action: { label: `Open #${made.number}`, run: () => void goto(`/deployments/${made.id}`) },
    });
    await refresh();
  },
});

/** Ways to bring a version out; the first is the main one. */
export function deployActions(application: ApplicationView, role: Role): [Action, ...Action[]] {
  const { id, name, origin, activeDeployment } = application;
  const refusal = deployRefusal(application.state, role);
  const main: Action = {
    id: `deploy:${id}`,
    label: "Deploy",
    keywords: name,
    group,
    icon: Rocket,
    tone: "primary",
    refusal,
    run: () => deploy(id, {}),
  };
  return [
    main,
    {
      id: `redeploy:${id}`,
      label: activeDeployment ? `Redeploy #${activeDeployment.number}` : "Redeploy",
      group,
      refusal: refusal ?? (activeDeployment ? undefined : "Nothing serves yet"),
      run: async () => {
        if (!activeDeployment) return;
        const made = await redeploy(activeDeployment.id);
        showRunning();
        await goto(`/deployments/${made.id}`);
      },
    },
    {
      id: `deploy-clean:${id}`,
      label: "Deploy without build cache",
      group,
      refusal: refusal ?? (origin.kind === "image" ? "A ready image is not built" : undefined),
      run: () => deploy(id, { noCache: true }),
    },
    {
      id: `rollback:${id}`,
      label: "Roll back to an earlier release",
      group,
      href: `/applications/${id}/deployments`,
    },
  ];
}

/** What can be done with the running application. */
export function operateActions({ id, name, state }: Operable, role: Role): Action[] {
  const refusal = refusalFor(role, "member");
  const operate = (verb: "start" | "restart", said: string) => async () => {
    const job = await operateApplication(id, verb);
    toast.success(said, job.waitingReason ? { description: job.waitingReason } : {});
    await refresh();
  };
  const stop = async () => {
    const job = await operateApplication(id, "stop");
    offerUndo({
      id: `stop:${id}`,
      said: `${name} stops`,
      description: job.waitingReason ?? undefined,
      run: operate("start", `${name} starts again`),
    });
    await refresh();
  };
  const isUp = state === "running" || state === "crashed" || state === "unknown";
  const all: Action[] = [
    {
      id: `restart:${id}`,
      label: "Restart",
      group,
      icon: RotateCw,
      refusal: refusal ?? (isUp ? undefined : "It does not run"),
      run: operate("restart", `${name} restarts`),
    },
  ];
  if (state === "stopped") {
    all.push({
      id: `start:${id}`,
      label: "Start",
      group,
      icon: Play,
      refusal,
      run: operate("start", `${name} starts`),
    });
  } else {
    all.push({
      id: `stop:${id}`,
      label: "Stop",
      group,
      icon: Square,
      refusal: refusal ?? (isUp ? undefined : "It does not run"),
      confirm: {
        title: `Stop ${name}?`,
        decline: "Leave it running",
        consequences: [
          "Stops 1 container; its addresses stop answering",
          "Keeps the container, so starting it again needs no build",
        ],
      },
      run: stop,
    });
  }
  return all;
}

export function deleteApplicationAction(application: ApplicationView, role: Role, { force = false } = {}): Action {
  const { id, name, urls, environment } = application;
  const on = serverNames(application);
  return {
    id: `delete:${id}`,
    label: force ? "Delete without them" : "Delete application",
    keywords: name,
    group: "Danger",
    icon: Trash,
    tone: "danger",
    refusal: refusalFor(role, "admin"),
    confirm: {
      title: `Delete ${name}?`,
      decline: "Keep it",
      word: name,
      consequences: [
        force
          ? `Leaves whatever runs on ${lostNames(application) ?? on} where it is, and removes it elsewhere`
          : `Stops its container on ${on} and removes its containers and images there`,
        urls.length > 0 ? `Frees ${urls.join(", ")}` : "It has no domain",
        ...keptVolumes(application, on),
        "Deletes its variables, deployments and logs for good",
      ],
    },
    run: async () => {
      await deleteApplication(id, { force });
      toast.success(`${name} is being deleted`);
      await goto(`/projects/${application.project.id}/${environment.id}`, { refreshAll: true });
    },
  };
}

/** Deleting an application never deletes its files. */
function keptVolumes({ container }: ApplicationView, on: string): string[] {
  const count = container.mounts?.length ?? 0;
  return count === 0 ? [] : [`Leaves its ${count === 1 ? "volume" : `${count} volumes`} with all files on ${on}`];
}
