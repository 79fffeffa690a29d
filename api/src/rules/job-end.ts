import type { Cause, DeploymentStatus, JobKind, JobOutcome, JobState } from "@fairlead/runner/contract";

/** What a decision about the end of an attempt needs to know. */
export type EndingJob = {
  kind: JobKind;
  attempt: number;
  maxAttempts: number;
  lastStep: string | null;
  lastStepClass: string | null;
  cancelRequestedAt: number | null;
  /** Of the deployment the job works on; null for other jobs. */
  deploymentStatus: DeploymentStatus | null;
};

/** `again`: the job goes back into the queue. Otherwise it has ended, and so has its deployment. */
export type JobEnd =
  | { again: true; delayMs: number }
  | {
      again: false;
      state: JobState;
      deployment: DeploymentStatus;
      cause: Cause | null;
      /** Nobody knows what is left at the target: look before anything else happens to the application. */
      reconcile: boolean;
    };

const second = 1_000;
/** 10 s, 20 s, 40 s … at most 5 min. */
export const backOffMs = (attempt: number) => Math.min(2 ** attempt * 5 * second, 300 * second);

/** The runner reported. A failed build is final; a fault of ours is tried again while attempts remain. */
export function endByOutcome(job: EndingJob, outcome: JobOutcome): JobEnd {
  const hadTraffic = job.deploymentStatus === "live";
  switch (outcome.kind) {
    case "succeeded":
      return { again: false, state: "succeeded", deployment: "succeeded", cause: null, reconcile: false };
    case "failed":
      return { again: false, state: "failed", deployment: "failed", cause: outcome.cause, reconcile: hadTraffic };
    case "cancelled":
      return hadTraffic ? stoppedAfterFlip(job) : cancelled(false);
    case "fault":
      if (job.cancelRequestedAt !== null) return cancelled(true);
      if (mayRunAgain(job)) return { again: true, delayMs: backOffMs(job.attempt) };
      return { again: false, state: "failed", deployment: "failed", cause: outcome.cause, reconcile: true };
  }
}

/** The lease ran out, or the runner came back without the job: requeue only what may run twice. */
export function endByLostLease(job: EndingJob, reason: string): JobEnd {
  if (job.cancelRequestedAt !== null) return cancelled(true);
  if (mayRunAgain(job)) return { again: true, delayMs: 0 };
  const step = job.lastStep ? ` during the step ${job.lastStep}` : "";
  return {
    again: false,
    state: "lost",
    deployment: "failed",
    reconcile: true,
    cause: {
      class: "lost-runner",
      step: job.lastStep,
      sentence: `The runner was lost${step}, at attempt ${job.attempt} of ${job.maxAttempts}.`,
      evidence: [reason],
      nextAction:
        "See that the runner is up, then deploy again. What the lost attempt left behind is being cleaned up.",
    },
  };
}

/** The attempt took longer than its kind may take. */
export function endByDeadline(job: EndingJob, timeoutMs: number): JobEnd {
  if (job.cancelRequestedAt !== null) return cancelled(true);
  return {
    again: false,
    state: "failed",
    deployment: "failed",
    reconcile: true,
    cause: {
      class: "timed-out",
      step: job.lastStep,
      sentence: `It did not end within ${Math.round(timeoutMs / 60_000)} minutes${job.lastStep ? `; the last step was ${job.lastStep}` : ""}.`,
      evidence: [],
      nextAction: "Look at the log of the last step for what it waited for, then deploy again.",
    },
  };
}

/** Asked to cancel long ago and still no answer: the row is closed, the target is looked at. */
export const endByUnansweredCancel = (): JobEnd => cancelled(true);

const cancelled = (reconcile: boolean): JobEnd => ({
  again: false,
  state: "cancelled",
  deployment: "cancelled",
  cause: null,
  reconcile,
});

/** Nothing started, or the last step that did may be repeated. */
const mayRunAgain = (job: EndingJob) => job.lastStepClass !== "one-shot" && job.attempt < job.maxAttempts;

const stoppedAfterFlip = (job: EndingJob): JobEnd => ({
  again: false,
  state: "failed",
  deployment: "failed",
  reconcile: true,
  cause: {
    class: "lost-runner",
    step: job.lastStep,
    sentence: "The runner was stopped after the new version had taken the traffic and before the old one was retired.",
    evidence: [],
    nextAction: "Nothing is lost: what runs on the server is being looked at. Deploy again to finish.",
  },
});
