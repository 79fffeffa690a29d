import type { Cadence } from "../../contract/index.ts";
import { backoffMs } from "./backoff.ts";
import { ControlPlaneError } from "./control-plane-error.ts";
import { deliver } from "./deliver.ts";
import { type ClaimedJob, type RunJobDeps, runJob } from "./run-job.ts";

export type ClaimLoopOptions = {
  slots: number;
  version: string;
  cadence: Cadence;
  /** Claim no more; resolve when the jobs at hand have ended. */
  stopSignal: AbortSignal;
  /** Give up the jobs at hand. */
  abandonSignal: AbortSignal;
};

/** Why the loop ended. `unauthorized`: the control plane does not know this runner any more. */
export type LoopEnd = "stopped" | "unauthorized";

/**
 * Claims jobs and runs up to `slots` of them side by side. One claim is open at a time; after a claim the next one follows at once.
 * What an earlier process left behind is delivered first: results, and of jobs it died in the log; those are given back by not holding
 * them any more.
 */
export async function runClaimLoop(deps: RunJobDeps, options: ClaimLoopOptions): Promise<LoopEnd> {
  const jobs = new Map<string, Promise<void>>();
  const refused = new AbortController();
  const stop = AbortSignal.any([options.stopSignal, refused.signal]);
  const stopped = aborted(stop);
  const onUnauthorized = () => refused.abort(new Error("the control plane does not know this runner"));
  const start = (job: string, work: Promise<void>) => {
    const running = work
      .catch((error) => {
        if (isUnauthorized(error)) onUnauthorized();
        else deps.runnerLog.warn("a job ended in an error", { job, reason: String(error) });
      })
      .finally(() => {
        // The next attempt of the same job may have begun while this one was still telling its end.
        if (jobs.get(job) === running) jobs.delete(job);
      });
    jobs.set(job, running);
  };
  for (const spool of deps.spool.leftovers()) {
    start(spool.lease.job, deliver(deps, { spool, stop }));
  }
  // A job that is no longer held when we first ask is handed out again at once, instead of when its lease runs out.
  await Promise.race([Promise.all(jobs.values()), deps.clock.sleep(leftoversFirstMs, stop).catch(() => undefined)]);
  let cadence = options.cadence;
  while (!stop.aborted) {
    if (jobs.size >= options.slots) {
      await Promise.race([...jobs.values(), stopped]);
      continue;
    }
    const claimed = await claimOne(deps, {
      ...options,
      cadence,
      stop,
      holding: () => [...jobs.keys()],
      onUnauthorized,
    });
    if (!claimed) continue;
    cadence = claimed.cadence;
    start(claimed.lease.job, runJob(claimed, deps, { ...options, stopSignal: stop, onUnauthorized }));
  }
  await Promise.all(jobs.values());
  return refused.signal.aborted ? "unauthorized" : "stopped";
}

/** How long the first claim waits for results of an earlier process to be heard. */
const leftoversFirstMs = 5_000;

type ClaimTurn = ClaimLoopOptions & { stop: AbortSignal; holding: () => string[]; onUnauthorized: () => void };

/** After this many answers that could not be read, the job among them is left to its lease. */
const triesPerKey = 8;

/** One logical claim: its key is repeated until an answer is read, so a job whose answer was lost is handed out again. */
async function claimOne(deps: RunJobDeps, turn: ClaimTurn): Promise<ClaimedJob | undefined> {
  const key = deps.newKey();
  for (let failures = 0; failures < triesPerKey && !turn.stop.aborted; ) {
    try {
      const request = { key, waitMs: turn.cadence.claimWaitMs, version: turn.version, holding: turn.holding() };
      return await deps.controlPlane.claim(request, turn.stop);
    } catch (error) {
      if (turn.stop.aborted) return undefined;
      if (!(error instanceof ControlPlaneError)) throw error;
      if (error.failure === "unauthorized") {
        turn.onUnauthorized();
        return undefined;
      }
      failures += 1;
      deps.runnerLog.warn("could not ask for work", { reason: error.message, failures });
      await deps.clock.sleep(error.retryAfterMs ?? backoffMs(failures, deps), turn.stop).catch(() => undefined);
    }
  }
  return undefined;
}

const isUnauthorized = (error: unknown) => error instanceof ControlPlaneError && error.failure === "unauthorized";

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
