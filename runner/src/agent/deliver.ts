import type { ProgressAnswer } from "../../contract/index.ts";
import { backoffMs } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import type { ControlPlane } from "./control-plane.ts";
import { ControlPlaneError, isFailure } from "./control-plane-error.ts";
import { deliverySignal } from "./delivery-signal.ts";
import type { RunnerLog } from "./runner-log.ts";
import type { JobSpool } from "./spool.ts";

export type DeliveryTools = {
  controlPlane: ControlPlane;
  clock: Clock;
  random: () => number;
  runnerLog: RunnerLog;
};

/** Sends the oldest entries that were not heard yet, and renews the lease by it. Throws ControlPlaneError. */
export async function sendProgress(
  { controlPlane, runnerLog }: DeliveryTools,
  { spool, signal }: { spool: JobSpool; signal: AbortSignal },
): Promise<ProgressAnswer | undefined> {
  const batch = spool.next();
  const { steps, chunks } = batch;
  try {
    const answer = await controlPlane.progress({ lease: spool.lease, steps, chunks }, signal);
    spool.acknowledge(batch);
    return answer;
  } catch (error) {
    if (!isFailure(error, "refused") || (steps.length === 0 && chunks.length === 0)) throw error;
    // Sending it again would be refused again, and everything behind it would never arrive. The gap shows by its numbers.
    runnerLog.warn("the control plane refused a part of a log", { job: spool.lease.job, reason: String(error) });
    spool.acknowledge(batch);
    return undefined;
  }
}

/**
 * Brings everything a spool holds to the control plane, its result last, however long that takes. Resolves when it has been heard, or
 * when nobody wants to hear it any more; the spool is gone then. Throws the signal's reason, and `unauthorized`; the spool stays then.
 */
export async function deliver(
  tools: DeliveryTools,
  { spool, stop }: { spool: JobSpool; stop: AbortSignal },
): Promise<void> {
  const { signal, clear } = deliverySignal(stop, tools.clock);
  try {
    await deliverAll(tools, { spool, signal });
  } finally {
    clear();
  }
}

async function deliverAll(
  tools: DeliveryTools,
  { spool, signal }: { spool: JobSpool; signal: AbortSignal },
): Promise<void> {
  for (let failures = 0; ; ) {
    try {
      signal.throwIfAborted();
      if (!spool.isEmpty) await sendProgress(tools, { spool, signal });
      else if (await sendFinish(tools, { spool, signal })) return;
      failures = 0;
    } catch (error) {
      if (!(error instanceof ControlPlaneError) || error.failure === "unauthorized") throw error;
      if (error.failure === "stale" || error.failure === "refused") {
        tools.runnerLog.warn("a result is not wanted any more", { job: spool.lease.job, reason: error.message });
        return spool.discard();
      }
      failures += 1;
      await tools.clock.sleep(error.retryAfterMs ?? backoffMs(failures, tools), signal);
    }
  }
}

/** A job without a result was interrupted: its log is told, and the job is given back by not holding it any more. */
async function sendFinish(
  { controlPlane }: DeliveryTools,
  { spool, signal }: { spool: JobSpool; signal: AbortSignal },
) {
  if (spool.finish) await controlPlane.finish(spool.finish, signal);
  spool.discard();
  return true;
}
