// pure

import { type BulkOutcome, type DeploymentStatus, isTerminalJob, type JobState } from "@fairlead/runner/contract";

type Job = { state: JobState; note: string | null; sentence: string | null };
export type Followed = {
  state: "waiting" | "begun" | "succeeded" | "failed" | "skipped";
  reason: string | null;
  deploymentId: string | null;
  /** null: its row is gone. */
  deploymentStatus: DeploymentStatus | null;
  sentence: string | null;
  jobs: readonly Job[];
};
export type Outcome = { state: BulkOutcome; reason: string | null };

const ofDeployment: Record<DeploymentStatus, Outcome> = {
  queued: { state: "queued", reason: null },
  running: { state: "running", reason: null },
  live: { state: "running", reason: null },
  cancelling: { state: "running", reason: null },
  succeeded: { state: "succeeded", reason: null },
  failed: { state: "failed", reason: "Its deployment failed." },
  cancelled: { state: "skipped", reason: "Its deployment was cancelled." },
  superseded: { state: "skipped", reason: "A newer deployment took its place." },
};
const gone = (what: string): Outcome => ({
  state: "failed",
  reason: `Its ${what} is gone, and with it how that ended.`,
});

/** How far a member is: what was written down of it, or what its deployment or its jobs tell. */
export function memberOutcome(of: Followed): Outcome {
  const { state, reason } = of;
  if (state !== "begun") return { state, reason };
  if (of.deploymentId === null) return ofJobs(of.jobs);
  if (of.deploymentStatus === null) return gone("deployment");
  const told = ofDeployment[of.deploymentStatus];
  return of.deploymentStatus === "failed" ? { ...told, reason: of.sentence ?? told.reason } : told;
}

/** One job a server: it has ended when all have, and succeeded when all did. */
function ofJobs(jobs: readonly Job[]): Outcome {
  if (jobs.length === 0) return gone("job");
  if (jobs.some(({ state }) => state === "running")) return { state: "running", reason: null };
  if (jobs.some(({ state }) => !isTerminalJob(state))) return { state: "queued", reason: null };
  const failed = jobs.find(({ state }) => state === "failed" || state === "lost");
  if (failed) return { state: "failed", reason: failed.sentence ?? failed.note ?? "Its job failed." };
  const cancelled = jobs.find(({ state }) => state === "cancelled");
  return cancelled
    ? { state: "skipped", reason: cancelled.note ?? "Its job was cancelled." }
    : { state: "succeeded", reason: null };
}
