import * as v from "valibot";
import { deploymentMoves, deploymentStatuses, jobStates } from "./words/index.ts";

export const DeploymentStatus = v.picklist(deploymentStatuses);
export type DeploymentStatus = v.InferOutput<typeof DeploymentStatus>;
export const canMoveDeployment = (from: DeploymentStatus, to: DeploymentStatus) => deploymentMoves[from].includes(to);
export const JobState = v.picklist(jobStates);
export type JobState = v.InferOutput<typeof JobState>;

/** What we know of a resource from observation, never from wishes. */
/** `gone`: it should run, and its server has no container of it any more. */
export const resourceStates = ["new", "running", "stopped", "crashed", "unknown", "gone", "removing"] as const;
export const ResourceState = v.picklist(resourceStates);
export type ResourceState = v.InferOutput<typeof ResourceState>;

/** `pending`: never reached. `untrusted`: the host key waits for confirmation or has changed. */
export const serverStates = ["pending", "untrusted", "ready", "warning", "failing", "unreachable"] as const;
export const ServerState = v.picklist(serverStates);
export type ServerState = v.InferOutput<typeof ServerState>;
