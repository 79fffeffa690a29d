import Ban from "@lucide/svelte/icons/ban";
import History from "@lucide/svelte/icons/history";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import { goto, invalidate } from "$app/navigation";
import { cancelDeployment, redeploy, rollBackTo } from "../api/deployments.ts";
import type { Role } from "../api/identity.ts";
import type { DeploymentView } from "../api/types.ts";
import { showRunning } from "../live/show-running.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";
import { isFinished } from "./deployment-look.ts";

const refresh = () => invalidate(({ href }) => href.startsWith("live:deployment") || href.startsWith("live:resource"));

/** What can be done with one deployment: feeds its buttons, the row menu and the palette. */
export function deploymentActions(deployment: DeploymentView, role: Role): Action[] {
  const { id, number, applicationName, status } = deployment;
  const refusal = refusalFor(role, "member");
  const all: (Action & { isShown: boolean })[] = [
    {
      id: `cancel:${id}`,
      isShown: !isFinished(status),
      label: "Cancel",
      keywords: `#${number} ${applicationName}`,
      group: "This deployment",
      icon: Ban,
      tone: "danger",
      refusal: refusal ?? (status === "live" ? "It already serves; roll back instead" : undefined),
      confirm: {
        title: `Cancel deployment #${number}?`,
        decline: "Let it go on",
        consequences: ["Stops the build and removes what it made", "The version that serves now keeps serving"],
      },
      run: async () => {
        await cancelDeployment(id);
        await refresh();
      },
    },
    {
      id: `rollback:${id}`,
      isShown: deployment.canRollBack && !deployment.isActive,
      label: `Roll back to #${number}`,
      keywords: applicationName,
      group: "This deployment",
      icon: History,
      refusal,
      confirm: {
        title: `Roll back ${applicationName} to #${number}?`,
        decline: "Don't roll back",
        consequences: [
          "Brings back the image, variables and settings of that release, without a build",
          "Switches deploy on push off, so that the next push does not undo it",
        ],
      },
      run: async () => {
        const { deployment: made, autoDeploySwitchedOff } = await rollBackTo(id);
        showRunning();
        if (autoDeploySwitchedOff) toast.info("Deploy on push is off now. Switch it on again in the settings.");
        await goto(`/deployments/${made.id}`);
      },
    },
    {
      id: `redeploy:${id}`,
      isShown: isFinished(status),
      label: status === "failed" ? "Retry" : "Redeploy",
      keywords: `#${number} ${applicationName}`,
      group: "This deployment",
      icon: RefreshCw,
      refusal,
      run: async () => {
        const made = await redeploy(id);
        showRunning();
        await goto(`/deployments/${made.id}`);
      },
    },
  ];
  const shown = all.filter(({ isShown }) => isShown).map(({ isShown: _isShown, ...action }) => action);
  return status === "failed" ? [...shown, earlierReleases(deployment)] : shown;
}

const earlierReleases = ({ id, applicationId, applicationName }: DeploymentView): Action => ({
  id: `releases:${id}`,
  label: "Roll back to an earlier release",
  keywords: applicationName,
  group: "This deployment",
  icon: History,
  href: `/applications/${applicationId}/deployments`,
});
