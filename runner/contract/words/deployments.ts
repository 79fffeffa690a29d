/** What a deployment was asked for by. */
export const deploymentTriggers = ["push", "poll", "tag", "manual", "redeploy", "rollback", "api"] as const;
export type DeploymentTrigger = (typeof deploymentTriggers)[number];

/** The life of a deployment. `live` means: the new release answers through the proxy and the old one is draining. */
export const deploymentStatuses = [
  "queued",
  "running",
  "live",
  "cancelling",
  "succeeded",
  "failed",
  "cancelled",
  "superseded",
] as const;
export type DeploymentStatus = (typeof deploymentStatuses)[number];

/** Allowed moves: the only copy. A status without moves is terminal and never changes. */
export const deploymentMoves: Record<DeploymentStatus, readonly DeploymentStatus[]> = {
  queued: ["running", "cancelled", "superseded", "failed"],
  running: ["queued", "live", "cancelling", "succeeded", "failed", "cancelled"],
  live: ["queued", "succeeded", "failed"],
  cancelling: ["queued", "cancelled", "failed", "succeeded"],
  succeeded: [],
  failed: [],
  cancelled: [],
  superseded: [],
};

export const isTerminalDeployment = (status: DeploymentStatus) => deploymentMoves[status].length === 0;

/** The life of a job. `queued → running` only by a claim; every end is terminal. */
export const jobStates = ["queued", "running", "succeeded", "failed", "cancelled", "lost"] as const;
export type JobState = (typeof jobStates)[number];
export const isTerminalJob = (state: JobState) => state !== "queued" && state !== "running";
