import type { DeploymentView } from "../api/types.ts";

type Target = Pick<
  DeploymentView["targets"][number],
  "status" | "cause" | "waitingReason" | "isServing" | "servingNumber"
>;

/** What became of a deployment on one server, in one sentence. */
export function targetText({ status, cause, waitingReason, isServing, servingNumber }: Target): string {
  if (status === "queued") return waitingReason ?? "Waits for its runner.";
  if (isServing) return "Serves this release.";
  const serves = servingNumber === null ? "Nothing serves there." : `Serves #${servingNumber}.`;
  return status === "failed" && cause ? `${serves} ${cause.sentence}` : serves;
}
