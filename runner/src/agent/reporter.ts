import type { Cadence } from "../../contract/index.ts";
import { backoffMs } from "./backoff.ts";
import { ControlPlaneError } from "./control-plane-error.ts";
import { type DeliveryTools, sendProgress } from "./deliver.ts";
import type { LeaseGuard } from "./lease-guard.ts";
import type { JobSpool } from "./spool.ts";

export type ReporterOptions = {
  tools: DeliveryTools;
  spool: JobSpool;
  guard: LeaseGuard;
  cadence: Cadence;
  /** Moves what the log holds into the spool. */
  flushLog: () => void;
  onCancel: () => void;
  onUnauthorized: () => void;
};

export type Reporter = {
  /** Something is there to be told. */
  wake: () => void;
  /** Ends the loop; what is unsent stays in the spool. */
  stop: () => Promise<void>;
};

const longestPauseMs = 5_000;

/**
 * Tells the control plane about a running job: soon when there is something to tell, at the heartbeat otherwise. Every call renews the
 * lease and brings a cancel back. Never in the way of the job itself.
 */
export function startReporter(options: ReporterOptions): Reporter {
  const stopped = new AbortController();
  let wakeUp = () => {};
  let isAwake = false;
  const wake = () => {
    isAwake = true;
    wakeUp();
  };
  const nextTurn = async () => {
    const { clock } = options.tools;
    if (!isAwake) {
      const early = new AbortController();
      wakeUp = () => early.abort(new Error("something to tell"));
      await quietly(clock.sleep(options.cadence.heartbeatMs, AbortSignal.any([stopped.signal, early.signal])));
    }
    // What comes right after the first line goes with it.
    if (isAwake) await quietly(clock.sleep(options.cadence.flushMs, stopped.signal));
    isAwake = false;
  };
  const loop = async () => {
    let failures = 0;
    while (!stopped.signal.aborted && !options.guard.lostSignal.aborted) {
      if (failures === 0) await nextTurn();
      else await pause(options, { failures, signal: stopped.signal });
      if (stopped.signal.aborted) return;
      options.flushLog();
      failures = (await report(options, stopped.signal)) ? 0 : failures + 1;
      // A long log does not wait for the next line.
      if (failures === 0 && !options.spool.isEmpty) isAwake = true;
    }
  };
  const running = loop();
  return {
    wake,
    stop: async () => {
      stopped.abort(new Error("the job has ended"));
      await running;
    },
  };
}

const pause = ({ tools }: ReporterOptions, { failures, signal }: { failures: number; signal: AbortSignal }) =>
  quietly(tools.clock.sleep(backoffMs(failures, { ...tools, maxMs: longestPauseMs }), signal));

/** False: try again soon. */
async function report(options: ReporterOptions, signal: AbortSignal): Promise<boolean> {
  const { tools, spool, guard } = options;
  const sentAt = tools.clock.monotonic();
  try {
    const answer = await sendProgress(tools, { spool, signal });
    if (answer) guard.renew(answer.leaseMs, sentAt);
    if (answer?.cancel) options.onCancel();
    return true;
  } catch (error) {
    if (!(error instanceof ControlPlaneError)) return signal.aborted;
    if (error.failure === "unavailable") return false;
    guard.lose(error.failure === "stale" ? "somebody else has the job" : error.message);
    if (error.failure === "unauthorized") options.onUnauthorized();
    return true;
  }
}

const quietly = (work: Promise<void>) => work.catch(() => undefined);
