import {
  type ClaimAnswer,
  type Commit,
  contractVersion,
  type JobOutcome,
  type Lease,
  type LogChunk,
  type StepEvent,
} from "@fairlead/runner/contract";
import type { Deps } from "../kit/deps.ts";
import type { RunnerActor } from "../kit/http/api-env.ts";
import { claimJob } from "../work/jobs/claim-job.ts";
import { finishJob } from "../work/jobs/finish-job.ts";
import { recordProgress } from "../work/jobs/record-progress.ts";

export const deployed = (image = `sha256:${"1".repeat(64)}`, commit: Commit | null = null): JobOutcome => ({
  kind: "succeeded",
  result: { kind: "deploy", image, container: "live-app", commit, warnings: [], unnamedVolumes: [] },
});
export const failed = (sentence = "The build broke."): JobOutcome => ({
  kind: "failed",
  cause: { class: "build-failed", step: "build", sentence, evidence: ["exit 1"], nextAction: "Fix it." },
});
export const faulted: JobOutcome = {
  kind: "fault",
  cause: { class: "internal", step: "build", sentence: "Ours.", evidence: [], nextAction: "Wait." },
};

type ClientGiven = { runnerId: string; teamId: string; contract?: number; known?: RunnerActor["known"] };

/** A runner as the API sees it: it claims, reports and finishes, and remembers nothing. */
export function aRunnerClient(
  deps: Deps,
  { contract = contractVersion, known = { version: "0.1.0", contract: contractVersion }, ...place }: ClientGiven,
) {
  const runner = { ...place, contract, known };
  let calls = 0;
  const key = () => `claim-key-${String(++calls).padStart(8, "0")}`;
  return {
    claim: (given: { key?: string; holding?: string[]; waitMs?: number; signal?: AbortSignal } = {}) =>
      claimJob(deps, runner, {
        request: {
          key: given.key ?? key(),
          waitMs: given.waitMs ?? 0,
          version: "0.1.0",
          holding: given.holding ?? [],
        },
        signal: given.signal ?? new AbortController().signal,
      }),
    progress: (lease: Lease, sent: { steps?: StepEvent[]; chunks?: LogChunk[] } = {}) =>
      recordProgress(deps, runner, { lease, steps: sent.steps ?? [], chunks: sent.chunks ?? [] }),
    finish: (lease: Lease, outcome: JobOutcome, given: { key?: string; chunkCount?: number } = {}) =>
      finishJob(deps, runner, {
        lease,
        outcome,
        key: given.key ?? `finish-${lease.lease}-key`,
        chunkCount: given.chunkCount ?? 0,
      }),
  };
}

export function leaseOf(answer: ClaimAnswer | null): Lease {
  if (!answer) throw new Error("There was no job to claim.");
  return answer.lease;
}

export const aStep = (step: string, status: StepEvent["status"], given: Partial<StepEvent> = {}): StepEvent => ({
  step,
  class: "idempotent",
  status,
  at: 1_000,
  commit: null,
  ...given,
});
export const aChunk = (seq: number, text = `line ${seq}\n`): LogChunk => ({
  seq,
  step: "build",
  stream: "stdout",
  at: 1_000 + seq,
  text,
});
