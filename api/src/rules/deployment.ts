import { type DeploymentStatus, isTerminalDeployment } from "@fairlead/runner/contract";
import { conflict } from "./errors.ts";

/** What a cancel does now. `close`: nobody works on it. `ask`: the runner is told with its next heartbeat. */
export function cancelMove(status: DeploymentStatus): "close" | "ask" | "asked" {
  if (status === "queued") return "close";
  if (status === "running") return "ask";
  if (status === "cancelling") return "asked";
  if (status === "live")
    throw conflict("deployment.live", "The new version already serves. Roll back to an earlier deployment instead.");
  throw conflict("deployment.finished", `This deployment has already ended (${status}).`);
}

export type RollbackTarget = {
  status: DeploymentStatus;
  isActive: boolean;
  isImageKept: boolean;
  /** It succeeded on one of its servers, whatever became of the whole. */
  servedSomewhere: boolean;
  /** Network it was made for; the application may have moved since. */
  network: string;
};

/**
 * One that failed on some of its servers and serves on others was a release: where it has no image it is built again. One that was taken
 * over or called off on the way is not offered: nobody saw it through. Only a release whose image is still on the server can come back without a build. */
export function checkRollback(target: RollbackTarget, current: { network: string }): void {
  if (!isTerminalDeployment(target.status))
    throw conflict("deployment.not_finished", "This deployment has not ended yet. Cancel it or wait for its end.");
  if (target.status !== "succeeded" && !target.servedSomewhere)
    throw conflict(
      "deployment.never_served",
      `This deployment never served (${target.status}). Choose one that succeeded.`,
    );
  if (target.status !== "succeeded" && target.status !== "failed")
    throw conflict(
      "deployment.not_everywhere",
      `This deployment was ${target.status} before it was brought out everywhere. Deploy its commit again instead.`,
    );
  if (target.isActive) throw conflict("deployment.is_active", "This release serves already.");
  if (!target.isImageKept)
    throw conflict(
      "deployment.image_not_kept",
      "Its image is no longer kept on the server. Deploy its commit again instead.",
    );
  if (target.network !== current.network)
    throw conflict(
      "deployment.elsewhere",
      "It has moved to another destination since; the image is not there. Deploy its commit again instead.",
    );
}

/** One push is one deployment, however often it is delivered. */
export const pushKey = (ref: string, sha: string) => `push:${ref}:${sha}`;
/** The branch was moved back to a commit that was deployed before: a new fact, told apart by what it replaces. */
export const returnKey = (push: { ref: string; sha: string }, replaced: string) =>
  `${pushKey(push.ref, push.sha)}:after:${replaced}`;
