import type { FinishRequest } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { RunnerActor } from "../../kit/http/api-env.ts";
import type { OpenJob } from "../../kit/work-kinds.ts";
import { conflict } from "../../rules/errors.ts";
import { endByOutcome } from "../../rules/job-end.ts";
import { findJobOfRunner, noteOnJob } from "./jobs.store.ts";
import { outcomeText } from "./outcome-text.ts";
import { staleLease } from "./record-progress.ts";
import { settleJob } from "./settle-job.ts";

/**
 * Takes the outcome of an attempt. The same `key` with the same outcome again gives the same answer; anything else that comes
 * without a current lease is refused and kept as a note. What a job found out is applied before it is closed: a retry repeats both.
 */
export async function finishJob(
  deps: Deps,
  runner: RunnerActor,
  request: FinishRequest,
): Promise<{ accepted: boolean }> {
  const { db } = deps;
  const job = await findJobOfRunner(db, runner.runnerId, request.lease.job);
  if (!job) throw staleLease();
  const { key, outcome, chunkCount } = request;
  if (isRepeat(job, request)) return { accepted: true };
  if (!holdsLease(job, request)) return refuseLate(deps, job, request);
  await deps.kinds[job.kind].apply?.(deps, job, outcome);
  const end = endByOutcome(job, outcome);
  const settled = await settleJob(deps, job, { end, finish: { key, outcome, chunkCount } });
  if (settled) return { accepted: true };
  // The sweep or a retry of this call was faster by a moment.
  const now = await findJobOfRunner(db, runner.runnerId, request.lease.job);
  if (now && isRepeat(now, request)) return { accepted: true };
  throw staleLease();
}

const holdsLease = (job: OpenJob, { lease }: FinishRequest) =>
  job.state === "running" && job.leaseId === lease.lease && job.attempt === lease.attempt;

function isRepeat(job: OpenJob, { key, outcome }: FinishRequest): boolean {
  if (job.finishKey !== key) return false;
  if (job.outcome === outcomeText(outcome)) return true;
  throw conflict("finish.conflict", "This key was already used for another outcome. The first one stands.");
}

async function refuseLate({ db, clock }: Deps, job: OpenJob, { lease, outcome }: FinishRequest): Promise<never> {
  const at = new Date(clock.now()).toISOString();
  const note = `At ${at} the runner reported "${outcome.kind}" for attempt ${lease.attempt}, after its lease had ended. It changed nothing.`;
  await noteOnJob(db, job.id, note);
  throw staleLease();
}
