// pure

import type { Cause, JobOutcome } from "../contract/index.ts";
import { messageOf, statusOf } from "./engine/docker-refusal.ts";
import { ExplainedError } from "./explained-error.ts";
import { explainDaemonFailure, explainDocker } from "./plan/explain-docker.ts";

// How a job may end badly. The four are never mixed: whoever throws decides, whoever catches only maps.

/** The user's build, program or settings. A successful run of ours with a bad ending; final. */
export class StepFailed extends Error {
  override readonly name = "StepFailed";
  readonly failure: Cause;
  constructor(failure: Cause) {
    super(failure.sentence);
    this.failure = failure;
  }
}

/** Our own trouble, or a server that may be back in a moment. The control plane may try again. */
export class RunnerFault extends Error {
  override readonly name = "RunnerFault";
  readonly failure: Cause;
  constructor(failure: Cause, options?: { cause: unknown }) {
    super(failure.sentence, options);
    this.failure = failure;
  }
}

/** A person asked to abandon the job. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor() {
    super("The job was cancelled.");
  }
}

/** Somebody else may work on this job now. Nothing is reported and nothing is cleaned up: all of that is theirs. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  constructor(reason: string) {
    super(`The right to work on this job is gone: ${reason}.`);
  }
}

const internal = (error: unknown, step: string | null): Cause => ({
  class: "internal",
  step,
  sentence: "The runner met an error that it does not know.",
  evidence: [String(error instanceof Error ? `${error.name}: ${error.message}` : error).slice(0, 500)],
  nextAction: "Try again. If it happens again, report it with this message and the job's log.",
});

/** Only a call to this machine's own disk carries such a code: what a server says of its disk comes as an answer of the server. */
function isOwnDiskFull(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ("code" in each && (each.code === "ENOSPC" || each.code === "EDQUOT")) return true;
  }
  return false;
}

const ownDiskFull = (error: unknown, step: string | null): Cause => ({
  class: "disk-full",
  step,
  sentence: "The disk of the machine that the runner runs on is full.",
  evidence: [String(error instanceof Error ? error.message : error).slice(0, 500)],
  nextAction: "Free disk space on the machine that the runner runs on, then try again.",
});

/**
 * Maps what was thrown to the job's outcome; undefined when nothing may be reported. The signal's reason wins over the error's words:
 * libraries name an aborted call in a dozen ways.
 */
export function outcomeOf(error: unknown, at: { step: string | null; signal: AbortSignal }): JobOutcome | undefined {
  const thrown = at.signal.aborted && !(error instanceof LeaseLost) ? at.signal.reason : error;
  if (thrown instanceof LeaseLost) return undefined;
  if (thrown instanceof Cancelled) return { kind: "cancelled" };
  if (thrown instanceof StepFailed) return { kind: "failed", cause: inStep(thrown.failure, at.step) };
  if (thrown instanceof RunnerFault) return { kind: "fault", cause: inStep(thrown.failure, at.step) };
  if (thrown instanceof ExplainedError) {
    return { kind: thrown.mayPass ? "fault" : "failed", cause: thrown.toCause(at.step) };
  }
  if (isOwnDiskFull(thrown)) return { kind: "failed", cause: ownDiskFull(thrown, at.step) };
  return refusedByDocker(thrown, at.step) ?? { kind: "fault", cause: internal(thrown, at.step) };
}

/** The last to look at an answer of Docker that nobody took: its no is the user's to mend, its own failure is tried again. */
function refusedByDocker(thrown: unknown, step: string | null): JobOutcome | undefined {
  const status = statusOf(thrown);
  if (status === undefined) return undefined;
  const refusal = { status, message: messageOf(thrown) };
  const cause = explainDocker(refusal, step);
  return cause ? { kind: "failed", cause } : { kind: "fault", cause: explainDaemonFailure(refusal, step) };
}

const inStep = (cause: Cause, step: string | null): Cause => ({ ...cause, step: cause.step ?? step });
