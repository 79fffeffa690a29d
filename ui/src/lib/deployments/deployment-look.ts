import { isTerminalDeployment } from "@fairlead/runner/contract/words/deployments.ts";
import type { DeploymentDetail, DeploymentView, StepView } from "../api/types.ts";
import type { Signal } from "../ui/signal.ts";

type Look = { signal: Signal; label: string };

const looks: Record<DeploymentView["status"], Look> = {
  queued: { signal: "idle", label: "Queued" },
  running: { signal: "busy", label: "Deploying" },
  live: { signal: "busy", label: "Live, finishing old requests" },
  cancelling: { signal: "busy", label: "Cancelling" },
  succeeded: { signal: "ok", label: "Succeeded" },
  failed: { signal: "bad", label: "Failed" },
  cancelled: { signal: "idle", label: "Cancelled" },
  superseded: { signal: "idle", label: "Superseded" },
};
export const deploymentLook = (status: DeploymentView["status"]): Look => looks[status];

/** Nothing about it will change any more. */
export const isFinished = isTerminalDeployment;

const stepLooks: Record<StepView["status"], Look> = {
  waiting: { signal: "idle", label: "waiting" },
  started: { signal: "busy", label: "running" },
  passed: { signal: "ok", label: "passed" },
  failed: { signal: "bad", label: "failed" },
  skipped: { signal: "idle", label: "skipped" },
};
/**
 * A step that was still running when the deployment ended never told its end: its runner was lost or told to stop. One that ended
 * because somebody cancelled did what it was told.
 */
export function stepLook(status: StepView["status"], deployment: DeploymentView["status"]): Look {
  if (status === "started" && isFinished(deployment)) return { signal: "warn", label: "interrupted" };
  if (status === "failed" && deployment === "cancelled") return { signal: "idle", label: "cancelled" };
  return stepLooks[status];
}

/** Steps as the timeline shows them. `lineOf` gives the first line of a step in the log, where that is known. */
export const timelineOf = (
  { steps, status }: Pick<DeploymentDetail, "steps" | "status">,
  lineOf: (step: string) => number | undefined = () => undefined,
) =>
  steps.map((step) => {
    const look = stepLook(step.status, status);
    const line = lineOf(step.name);
    return {
      id: step.name,
      title: step.title,
      signal: look.signal,
      state: look.label,
      note: step.note,
      durationMs: step.durationMs,
      startedAt: step.startedAt,
      href: line ? `#L${line}` : undefined,
    };
  });

/** All steps in one line, for where there is no room for a line each. */
export function stepsInShort({ steps, status }: Pick<DeploymentDetail, "steps" | "status">): string {
  const at = steps.findIndex((step) => step.status === "started" || step.status === "failed");
  const step = steps[at];
  if (!step) return `${steps.length} steps`;
  const look = stepLook(step.status, status);
  return `Step ${at + 1} of ${steps.length}: ${step.title}, ${look.label}`;
}

/** Who or what asked for it, in words. */
export function triggerText({
  trigger,
  ref,
  createdBy,
}: Pick<DeploymentView, "trigger" | "ref" | "createdBy">): string {
  const who = createdBy ? ` by ${createdBy.name}` : "";
  switch (trigger) {
    case "push":
      return ref ? `Push to ${ref}` : "Push";
    case "poll":
      return ref ? `New commit found on ${ref}` : "New commit found";
    case "tag":
      return "New image found";
    case "manual":
      return `Deployed${who}`;
    case "redeploy":
      return `Redeployed${who}`;
    case "rollback":
      return `Rolled back${who}`;
    case "api":
      return `API${who}`;
  }
}

export const shortCommit = (commit: string) => commit.slice(0, 7);
