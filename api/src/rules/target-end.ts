import { type Cause, type DeploymentStatus, isTerminalDeployment } from "@fairlead/runner/contract";
import { deploymentLines, rollUp } from "./roll-up.ts";
import { type TargetResult, tellTargets } from "./target-words.ts";

/** What the end at one target makes of the deployment as a whole. */
export type DeploymentEnd =
  | { kind: "goes-on"; status: DeploymentStatus }
  /** `keepsVariables`: it serves somewhere, so another target may still have to be brought level with it. */
  | { kind: "ends"; status: DeploymentStatus; cause: Cause | null; keepsVariables: boolean }
  /** It had ended before, and a target that was behind was looked after. */
  | { kind: "told-anew"; status: DeploymentStatus; cause: Cause | null }
  | { kind: "stays" };

/** `targets`: with the end that has just come. */
export function deploymentEnd(before: DeploymentStatus, targets: readonly TargetResult[]): DeploymentEnd {
  const statuses = targets.map(({ status }) => status);
  const status = rollUp(deploymentLines, statuses) ?? before;
  const cause = status === "failed" ? (tellTargets(targets) ?? null) : null;
  if (isTerminalDeployment(before)) return anew(before, { status, cause });
  if (!isTerminalDeployment(status)) return { kind: "goes-on", status };
  return { kind: "ends", status, cause, keepsVariables: statuses.includes("succeeded") };
}

/** What succeeded once never turns into a failure because a server was added to it later. */
function anew(before: DeploymentStatus, now: { status: DeploymentStatus; cause: Cause | null }): DeploymentEnd {
  const isLevel = now.status === "succeeded" && before !== "succeeded";
  const isTold = now.status === "failed" && before === "failed";
  return isLevel || isTold ? { kind: "told-anew", ...now } : { kind: "stays" };
}
