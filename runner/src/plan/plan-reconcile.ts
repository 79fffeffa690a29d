import { isCommand, type ObservedContainer } from "./observed.ts";
import { findPrevious, planRepair } from "./plan-deployment.ts";

/** What is done to bring a resource's containers into order after a job that was lost. */
export type ReconcilePlan = {
  /** The one that serves afterwards. */
  live: ObservedContainer | undefined;
  /** Becomes the live one, because nobody is. */
  restore: ObservedContainer | undefined;
  /** The lost deployment moved the traffic to a version that does not run: it goes back to the one that still does. */
  flipBack: { from: ObservedContainer; to: ObservedContainer } | undefined;
  stop: ObservedContainer[];
  /** Stepped aside for the one that serves now. */
  settle: ObservedContainer[];
  remove: ObservedContainer[];
};

/**
 * Whoever asks holds the resource's lock, so nothing unfinished belongs to a running job. A version that runs and has the traffic keeps
 * it, whichever deployment it is of: the report tells, and the control plane decides what to call it.
 */
export function planReconcile(
  observed: readonly ObservedContainer[],
  { lostDeployment }: { lostDeployment: string | null },
): ReconcilePlan {
  const unfinished = observed.filter((each) => each.role === "candidate" || isCommand(each));
  const holder = observed.find((each) => each.role === "live");
  const previous = findPrevious(observed);
  const isDead = holder !== undefined && holder.state !== "running" && holder.release.deployment === lostDeployment;
  const flipBack = isDead && previous ? { from: holder, to: previous } : undefined;
  const restore = planRepair(observed);
  const live = flipBack?.to ?? holder ?? restore;
  return {
    live,
    restore,
    flipBack,
    stop: observed.filter((each) => each.id !== live?.id && each.role === "retired" && each.state !== "stopped"),
    settle: live ? observed.filter((each) => each.isAside && each.id !== live.id) : [],
    remove: [...unfinished, ...(flipBack ? [flipBack.from] : [])],
  };
}
