import { Cancelled, RunnerFault, StepFailed } from "../outcome.ts";
import type { Clock } from "./clock.ts";

/** Everything that may end a job early, in two strengths. */
export type JobSignals = {
  /** A person's cancel, the deadline, a runner that is told to leave at once, or a lost lease. */
  signal: AbortSignal;
  cancel: () => void;
  /** The runner leaves without finishing its jobs. */
  abandon: () => void;
  /** Forgets the deadline. */
  clear: () => void;
};

export function createJobSignals(
  clock: Pick<Clock, "after">,
  { lostSignal, deadlineMs }: { lostSignal: AbortSignal; deadlineMs: number },
): JobSignals {
  const controller = new AbortController();
  const abort = (reason: Error) => {
    if (!controller.signal.aborted) controller.abort(reason);
  };
  const lost = () => abort(lostSignal.reason);
  if (lostSignal.aborted) lost();
  lostSignal.addEventListener("abort", lost, { once: true });
  // Timers hold 32 bits; a longer deadline is none.
  const clear = clock.after(Math.min(deadlineMs, 2_147_483_647), () => abort(outOfTime(deadlineMs)));
  return {
    signal: controller.signal,
    cancel: () => abort(new Cancelled()),
    abandon: () => abort(stoppedRunner()),
    clear,
  };
}

const outOfTime = (deadlineMs: number) =>
  new StepFailed({
    class: "timed-out",
    step: null,
    sentence: `The job took longer than its limit of ${Math.round(deadlineMs / 60_000)} minutes and was ended.`,
    evidence: [],
    nextAction: "See in the log what took so long. If it has to, raise the limit in the application's settings.",
  });

const stoppedRunner = () =>
  new RunnerFault({
    class: "lost-runner",
    step: null,
    sentence: "The runner was stopped before the job had ended.",
    evidence: [],
    nextAction: "Start the runner again; the job is tried once more.",
  });
