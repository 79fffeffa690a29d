// pure

import { isFromTrafficOn } from "../../contract/index.ts";
import { Cancelled, RunnerFault, StepFailed } from "../outcome.ts";
import type { Clock } from "./clock.ts";

/** Everything that may end a job early, in two strengths. */
export type JobSignals = {
  /** A person's cancel, the deadline, a runner that is told to leave at once, or a lost lease. */
  signal: AbortSignal;
  cancel: () => void;
  /** The runner leaves without finishing its jobs. */
  abandon: () => void;
  /**
   * Ends what does not listen, some time after `signal`. What is waited for then is given up and the job has ended, because a slot that
   * one job holds for ever is taken from all others.
   */
  endSignal: AbortSignal;
  /** Some time after that: not even the unwinding is waited for. */
  leaveSignal: AbortSignal;
  /** Forgets the deadline. */
  clear: () => void;
};

/** For taking back what was made; every call in that has its own, shorter deadline. */
const endsWithinMs = 180_000;
const unwindsWithinMs = 60_000;
/** A deployment whose version has the traffic goes forward, also when it is cancelled: it drains, and gives the old one its grace to stop. */
const goesForwardWithinMs = 1_500_000;

export type JobSignalOptions = { lostSignal: AbortSignal; deadlineMs: number; currentStep: () => string | null };

export function createJobSignals(
  clock: Pick<Clock, "after">,
  { lostSignal, deadlineMs, currentStep }: JobSignalOptions,
): JobSignals {
  const controller = new AbortController();
  const end = new AbortController();
  const leave = new AbortController();
  const clears: (() => void)[] = [];
  const abort = (reason: Error) => {
    if (controller.signal.aborted) return;
    controller.abort(reason);
    const graceMs = isFromTrafficOn(currentStep()) ? goesForwardWithinMs : endsWithinMs;
    clears.push(clock.after(graceMs, () => end.abort(deaf(currentStep()))));
    clears.push(clock.after(graceMs + unwindsWithinMs, () => leave.abort(deaf(currentStep()))));
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
    endSignal: end.signal,
    leaveSignal: leave.signal,
    clear: () => {
      clear();
      for (const each of clears) each();
    },
  };
}

const deaf = (step: string | null) =>
  new RunnerFault({
    class: "timed-out",
    step,
    sentence: `The step ${step ?? "at hand"} did not end when it was told to.`,
    evidence: [],
    nextAction: "Look at the server: something on it does not answer. Then try again.",
  });

const outOfTime = (deadlineMs: number) =>
  new StepFailed({
    class: "timed-out",
    step: null,
    sentence: `The job took longer than its limit of ${Math.round(deadlineMs / 60_000)} minutes and was ended.`,
    evidence: [],
    nextAction: "See in the log what took so long. If it has to, raise the limit in the settings.",
  });

const stoppedRunner = () =>
  new RunnerFault({
    class: "lost-runner",
    step: null,
    sentence: "The runner was stopped before the job had ended.",
    evidence: [],
    nextAction: "Start the runner again; the job is tried once more.",
  });
