import type { ClaimAnswer, ClaimRequest } from "@fairlead/runner/contract";
import type { Deps, Turn } from "../../kit/deps.ts";
import type { RunnerActor } from "../../kit/http/api-env.ts";
import type { JobRow } from "../../kit/work-kinds.ts";
import { cadence } from "../../rules/cadence.ts";
import { claimNext, findByClaimKey } from "./claim.store.ts";
import { compilePayload } from "./compile-payload.ts";
import { findJobOfRunner } from "./jobs.store.ts";
import { NotCompilable } from "./not-compilable.ts";
import { hearRunner, isUnderstood, understoodJob } from "./older-runner.ts";
import { releaseOrphans } from "./release-orphans.ts";
import { settleJob } from "./settle-job.ts";

/** How long a waiting claim trusts wake-ups before it asks the database again: the truth is polled. */
const pollMs = 5_000;

/** `outside`: waits without holding anything that others wait for. */
type Claim = { request: ClaimRequest; signal: AbortSignal; outside?: Turn["outside"] };

/**
 * Waits up to `waitMs` for a job of this runner and leases it. The same `key` again gets the same job while its lease is current,
 * so an answer that was lost is repaired by the retry.
 */
export async function claimJob(
  deps: Deps,
  runner: RunnerActor,
  { request, signal, outside = (wait) => wait() }: Claim,
): Promise<ClaimAnswer | null> {
  await hearRunner(deps, runner, request.version);
  await releaseOrphans(deps, { runnerId: runner.runnerId, key: request.key, holding: request.holding });
  let leftMs = request.waitMs;
  for (let before = deps.clock.now(); !signal.aborted; before = deps.clock.now()) {
    const waitMs = Math.min(pollMs, leftMs);
    if (waitMs <= 0) return tryClaim(deps, runner, request.key);
    const stop = new AbortController();
    // Listening starts before the look, so that a job queued in between is not slept over.
    const woken = deps.hub.awaitRunner(runner.runnerId, waitMs, AbortSignal.any([signal, stop.signal]));
    const answer = await tryClaim(deps, runner, request.key).catch((error: unknown) => {
      stop.abort();
      throw error;
    });
    if (answer) {
      stop.abort();
      return answer;
    }
    await outside(() => woken);
    // A clock that was set back meanwhile makes nobody wait for longer than one look.
    leftMs -= Math.max(0, deps.clock.now() - before);
  }
  // Nobody reads this answer any more: a job taken now would wait for its lease to run out.
  return null;
}

async function tryClaim(deps: Deps, runner: RunnerActor, key: string): Promise<ClaimAnswer | null> {
  const { db, clock, ids } = deps;
  const understood = await understoodJob(deps, runner);
  const now = clock.now();
  const claim = { runnerId: runner.runnerId, key, leaseId: ids.secret(16), now, leaseMs: cadence.leaseMs };
  const job = (understood && (await claimNext(db, { ...claim, ...understood }))) ?? (await findByClaimKey(db, claim));
  if (!job) return null;
  deps.kinds[job.kind].announce?.(deps, job, { status: "running", outcome: null });
  try {
    const compiled = await compilePayload(deps, job);
    if (isUnderstood(runner, compiled.payload)) return toAnswer(deps, job, compiled);
    await giveBack(deps, job);
    return tryClaim(deps, runner, key);
  } catch (error) {
    if (!(error instanceof NotCompilable)) throw error;
    await failUncompilable(deps, job, error);
    return tryClaim(deps, runner, key);
  }
}

function toAnswer({ clock }: Deps, job: JobRow, { payload, secrets }: Pick<ClaimAnswer, "payload" | "secrets">) {
  const now = clock.now();
  return {
    lease: { job: job.id, lease: job.leaseId ?? "", attempt: job.attempt },
    leaseMs: Math.max(0, (job.leaseEndsAt ?? now) - now),
    deadlineMs: Math.max(0, (job.deadlineAt ?? now) - now),
    payload,
    secrets,
    cadence,
  };
}

/** Its settings changed between the look and the claim: it waits like every other job that is too new for this runner. */
async function giveBack(deps: Deps, job: JobRow) {
  const open = await findJobOfRunner(deps.db, job.runnerId, job.id);
  if (open) await settleJob(deps, open, { end: { again: true, delayMs: 0 }, finish: null });
}

async function failUncompilable(deps: Deps, job: JobRow, { message, nextAction }: NotCompilable) {
  const open = await findJobOfRunner(deps.db, job.runnerId, job.id);
  if (!open) return;
  const cause = {
    class: "invalid-spec" as const,
    step: null,
    sentence: message,
    evidence: [],
    nextAction,
  };
  const end = { again: false, state: "failed", deployment: "failed", cause, reconcile: false } as const;
  await settleJob(deps, open, { end, finish: null });
}
