import { followClock } from "../../kit/clock/follow-clock.ts";
import { afterGap, movedBackUnseen } from "../../kit/clock/moved-times.store.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { cadence } from "../../rules/cadence.ts";
import { endByDeadline, endByLostLease, endByUnansweredCancel } from "../../rules/job-end.ts";
import { listExpiredLeases, listOverdue, listUnansweredCancels } from "./jobs.store.ts";
import { settleJob } from "./settle-job.ts";
import { markSweep } from "./sweep.store.ts";

/** At most this many jobs of each kind a run; the rest is found by the next one. */
const limit = 100;
/** Longer than that between two sweeps means that the control plane was away, or its clock set on, and no runner could renew. */
const outageMs = 75_000;
/** Below this two clocks that tell the time after each other may differ. */
const backMs = 5_000;
/** A runner learns of a cancel with its next heartbeat and then has this long to stop. */
const cancelGraceMs = 90_000;

/** Ends what nobody will end: lost leases, deadlines, cancels without an answer. Safe to run at any time and beside itself. */
export async function sweep(deps: Deps): Promise<void> {
  const { db, clock } = deps;
  await followClock(deps);
  const now = clock.now();
  const sinceMs = now - ((await markSweep(db, now)) ?? now);
  // The clock was set back while nobody watched it, as between two processes or two calls of a Worker.
  if (sinceMs < -backMs) {
    await runBatch(db, [...movedBackUnseen(db, { byMs: sinceMs, now, leaseMs: cadence.leaseMs })]);
    deps.log.info("the clock was set back; what waits and what runs goes on as before", { byMs: sinceMs });
  }
  if (sinceMs > outageMs) {
    await runBatch(db, [...afterGap(db, { now, gapMs: sinceMs, leaseMs: cadence.leaseMs, heardMs: outageMs })]);
    return;
  }
  for (const job of await listUnansweredCancels(db, now - cancelGraceMs, limit)) {
    const note = "The runner did not answer the cancel in time; the job was closed without it.";
    await settleJob(deps, job, { end: endByUnansweredCancel(), finish: null, note });
  }
  for (const job of await listOverdue(db, now, limit))
    await settleJob(deps, job, { end: endByDeadline(job, job.timeoutMs), finish: null });
  for (const job of await listExpiredLeases(db, now, limit)) {
    const silentSince = new Date((job.leaseEndsAt ?? now) - cadence.leaseMs).toISOString();
    const end = endByLostLease(job, `The runner was last heard of at ${silentSince}.`);
    const note = `Attempt ${job.attempt} was given up: the runner was last heard of at ${silentSince}.`;
    await settleJob(deps, job, { end, finish: null, note });
  }
}
