import * as v from "valibot";

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
export const DeploymentStatus = v.picklist(deploymentStatuses);
export type DeploymentStatus = v.InferOutput<typeof DeploymentStatus>;

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
export const canMoveDeployment = (from: DeploymentStatus, to: DeploymentStatus) => deploymentMoves[from].includes(to);

/** The life of a job. `queued → running` only by a claim; every end is terminal. */
export const jobStates = ["queued", "running", "succeeded", "failed", "cancelled", "lost"] as const;
export const JobState = v.picklist(jobStates);
export type JobState = v.InferOutput<typeof JobState>;
export const isTerminalJob = (state: JobState) => state !== "queued" && state !== "running";

/** What we know of an application from observation, never from wishes. */
/** `gone`: it should run, and its server has no container of it any more. */
export const applicationStates = ["new", "running", "stopped", "crashed", "unknown", "gone", "removing"] as const;
export const ApplicationState = v.picklist(applicationStates);
export type ApplicationState = v.InferOutput<typeof ApplicationState>;

/** `pending`: never reached. `untrusted`: the host key waits for confirmation or has changed. */
export const serverStates = ["pending", "untrusted", "ready", "warning", "failing", "unreachable"] as const;
export const ServerState = v.picklist(serverStates);
export type ServerState = v.InferOutput<typeof ServerState>;
