import * as v from "valibot";
import {
  type Cause,
  type ClaimAnswer,
  deployStep,
  type JobOutcome,
  JobPayload,
  type JobResult,
  JobSecrets,
} from "../../contract/index.ts";
import { createJournal, type Journal } from "../journal/journal.ts";
import { outcomeOf, StepFailed } from "../outcome.ts";
import { type DeliveryTools, deliver } from "./deliver.ts";
import type { Failpoints } from "./failpoints.ts";
import { secretsOf } from "./job-secrets.ts";
import { createJobSignals, type JobSignals } from "./job-signals.ts";
import { createLeaseGuard, type LeaseGuard } from "./lease-guard.ts";
import { createJobLog, type JobLog } from "./log-stream.ts";
import { type Policy, refusalOf } from "./policy.ts";
import { createRedactor, type Redactor } from "./redact.ts";
import { startReporter } from "./reporter.ts";
import type { JobSpool, Spool } from "./spool.ts";

/** Payload and secrets are still what came over the wire. */
export type ClaimedJob = Omit<ClaimAnswer, "payload" | "secrets"> & { payload: unknown; secrets: unknown };

/** What the work on a job may use. */
export type JobContext = {
  lease: ClaimAnswer["lease"];
  payload: JobPayload;
  secrets: JobSecrets;
  journal: Journal;
  log: JobLog;
  signal: AbortSignal;
  lostSignal: AbortSignal;
};

export type RunJobDeps = DeliveryTools & {
  spool: Spool;
  policy: Policy;
  failpoints: Failpoints;
  newKey: () => string;
  /** Values of the runner's own that must never be in a log. */
  ownSecrets: readonly string[];
  runPayload: (context: JobContext) => Promise<JobResult>;
};

export type RunJobOptions = {
  /** The runner leaves: jobs are given up. */
  abandonSignal: AbortSignal;
  /** The runner leaves: a result that cannot be delivered soon stays in the spool. */
  stopSignal: AbortSignal;
  onUnauthorized: () => void;
};

/** One job from its claim to its delivered result. Throws only what `deliver` throws. */
export async function runJob(claimed: ClaimedJob, deps: RunJobDeps, options: RunJobOptions): Promise<void> {
  const { clock } = deps;
  const { lease, leaseMs, deadlineMs, cadence } = claimed;
  const spool = deps.spool.open(lease);
  const guard = createLeaseGuard(clock, { leaseMs, from: clock.monotonic() });
  let current = (): string | null => null;
  const signals = createJobSignals(clock, {
    lostSignal: guard.lostSignal,
    deadlineMs,
    currentStep: () => current(),
  });
  const redactor = createRedactor([...deps.ownSecrets, ...secretsOf(claimed)]);
  const log: JobLog = createJobLog({
    ...cadence,
    redactor,
    now: clock.now,
    firstStep: deployStep.connect.name,
    emit: (chunk) => spool.add({ kind: "chunk", chunk }),
    onText: () => reporter.wake(),
  });
  const reporter = startReporter({
    tools: deps,
    spool,
    guard,
    cadence,
    flushLog: log.flush,
    onCancel: signals.cancel,
    onUnauthorized: options.onUnauthorized,
  });
  const onStep = (step: () => string | null) => {
    current = step;
  };
  options.abandonSignal.addEventListener("abort", signals.abandon, { once: true });
  const outcome = await work(claimed, { deps, spool, guard, signals, log, redactor, wake: reporter.wake, onStep });
  options.abandonSignal.removeEventListener("abort", signals.abandon);
  signals.clear();
  log.end();
  await reporter.stop();
  if (!outcome) return spool.discard();
  spool.setFinish({ lease, key: deps.newKey(), outcome: redacted(outcome, redactor), chunkCount: log.chunkCount });
  await deliver(deps, { spool, stop: options.stopSignal });
}

type Work = {
  deps: RunJobDeps;
  spool: JobSpool;
  guard: LeaseGuard;
  signals: JobSignals;
  log: JobLog;
  redactor: Redactor;
  wake: () => void;
  /** Told once how to learn the step at hand. */
  onStep: (current: () => string | null) => void;
};

/** undefined: nothing may be reported. */
async function work(claimed: ClaimedJob, tools: Work): Promise<JobOutcome | undefined> {
  const { deps, spool, guard, signals, log, redactor } = tools;
  const journal = createJournal({
    report: (event) => {
      spool.add({ kind: "step", event });
      tools.wake();
    },
    log,
    clock: deps.clock,
    failpoints: deps.failpoints,
    awaitLease: () => guard.awaitHeld(),
    redact: redactor.redact,
    endSignal: signals.endSignal,
    leaveSignal: signals.leaveSignal,
  });
  tools.onStep(() => journal.current);
  try {
    const { payload, secrets } = parseJob(claimed);
    const refusal = refusalOf(deps.policy, payload);
    if (refusal) throw new StepFailed(refusal);
    const { signal } = signals;
    const context = { lease: claimed.lease, payload, secrets, journal, log, signal, lostSignal: guard.lostSignal };
    return { kind: "succeeded", result: await deps.runPayload(context) };
  } catch (error) {
    const outcome = outcomeOf(error, { step: journal.current, signal: signals.signal });
    if (outcome && "cause" in outcome) log.say(`${outcome.cause.sentence} ${outcome.cause.nextAction}`);
    if (outcome?.kind === "cancelled") log.say("Cancelled.");
    if (outcome?.kind === "fault") {
      deps.runnerLog.warn(redactor.redact(outcome.cause.sentence), {
        job: claimed.lease.job,
        step: journal.current,
        reason: redactor.redact(reasonOf(error)),
      });
    }
    return outcome;
  }
}

const reasonOf = (error: unknown) =>
  error instanceof Error ? (error.stack ?? error.message).slice(0, 2_000) : String(error);

/** The same grammars as at the API: a row that was planted in the database gets no further than here. */
function parseJob({ payload, secrets }: ClaimedJob): { payload: JobPayload; secrets: JobSecrets } {
  const parsed = v.safeParse(v.strictObject({ payload: JobPayload, secrets: JobSecrets }), { payload, secrets });
  if (parsed.success) return parsed.output;
  throw new StepFailed({
    class: "invalid-spec",
    step: null,
    sentence: "The runner refuses this job: a part of it is not what it may be.",
    // Paths only: the value may be a secret or an attack.
    evidence: parsed.issues.slice(0, 8).map((issue) => (v.getDotPath(issue) ?? "the job").slice(0, 200)),
    nextAction:
      "Save the setting that is named above again. If it looks right, update the runner to the control plane's version.",
  });
}

/** Errors of libraries and servers may quote what they were given. */
function redacted(outcome: JobOutcome, { redact }: Redactor): JobOutcome {
  if (outcome.kind === "succeeded") return { ...outcome, result: redactedResult(outcome.result, redact) };
  if (!("cause" in outcome)) return outcome;
  const { sentence, evidence, nextAction } = outcome.cause;
  const cause: Cause = {
    ...outcome.cause,
    sentence: redact(sentence).slice(0, 500),
    evidence: evidence.map((line) => redact(line).slice(0, 500)).slice(0, 8),
    nextAction: redact(nextAction).slice(0, 500),
  };
  return { ...outcome, cause };
}

/** Lines of logs come along with a good end only as words of an authority. */
function redactedResult(result: JobResult, redact: Redactor["redact"]): JobResult {
  if (!("certificates" in result)) return result;
  const certificates = result.certificates.map(({ reason, ...seen }) => ({
    ...seen,
    reason: reason === null ? null : redact(reason).slice(0, 500),
  }));
  return { ...result, certificates };
}
