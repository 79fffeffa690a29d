import { type Commit, isJobKind, jobKinds, type Step, type StepEvent } from "../../contract/index.ts";
import type { Clock } from "../agent/clock.ts";
import type { Failpoints } from "../agent/failpoints.ts";
import type { JobLog } from "../agent/log-stream.ts";
import { LeaseLost } from "../outcome.ts";
import { untilAborted } from "../until-aborted.ts";
import { type Effect, givesTrafficBack } from "./effects.ts";

type Note = (text: string, commit?: Commit) => void;

/** The small jobs have one step, called like them, and connect before it. Whatever is none of these may be repeated. */
type StepLike = Pick<Step, "name" | "class"> | string;
const stepOf = (step: StepLike): Pick<Step, "name" | "class"> =>
  typeof step === "string" ? { name: step, class: isJobKind(step) ? jobKinds[step].class : "idempotent" } : step;

/** Tells what happens, step by step, and stands before every change at the target. */
export type Journal = {
  /**
   * Runs one step and reports how it ended. `note` may be called with a few words for the timeline, and with what was fetched; `idle`
   * with why there was nothing to do, which makes it a step that was skipped.
   */
  step: <T>(step: StepLike, work: (note: Note, idle: (why: string) => void) => Promise<T>) => Promise<T>;
  skip: (step: StepLike, note: string) => void;
  /** Waits while the lease cannot be renewed; throws LeaseLost, before anything happened, when it is gone. */
  effect: Effect;
  readonly current: string | null;
};

export type JournalOptions = {
  report: (event: StepEvent) => void;
  log: Pick<JobLog, "enter">;
  clock: Pick<Clock, "now" | "monotonic">;
  failpoints: Failpoints;
  awaitLease: () => Promise<void>;
  redact: (text: string) => string;
  /**
   * Aborted when a job that was told to end still has not: no change is waited for any more, and none is begun, but for what gives
   * the traffic back.
   */
  endSignal?: AbortSignal | undefined;
  /** Aborted when even the taking back did not end: the step is left alone. */
  leaveSignal?: AbortSignal | undefined;
};

export function createJournal({
  report,
  log,
  clock,
  failpoints,
  awaitLease,
  redact,
  endSignal,
  leaveSignal,
}: JournalOptions): Journal {
  let current: string | null = null;
  const shorten = (text: string) => redact(text).slice(0, 500);
  const event = (
    { name: step, class: stepClass }: Pick<Step, "name" | "class">,
    rest: Pick<StepEvent, "status" | "durationMs" | "note"> & Partial<Pick<StepEvent, "commit">>,
  ) => report({ step, class: stepClass, at: clock.now(), commit: null, ...rest });
  return {
    step: async (given, work) => {
      const step = stepOf(given);
      const { name } = step;
      current = name;
      log.enter(name);
      event(step, { status: "started" });
      const startedAt = clock.monotonic();
      const elapsed = () => Math.max(0, Math.round(clock.monotonic() - startedAt));
      let note: string | undefined;
      let found: Commit | null = null;
      try {
        await untilAborted(failpoints.hit({ step: name, moment: "before" }), endSignal);
        let status: StepEvent["status"] = "passed";
        const tell: Note = (text, commit) => {
          note = text;
          found = commit ?? null;
        };
        const working = work(tell, (why) => {
          status = "skipped";
          note = why;
        });
        const result = await untilAborted(working, leaveSignal);
        await untilAborted(failpoints.hit({ step: name, moment: "after" }), endSignal);
        const commit = shownCommit(found, shorten);
        event(step, { status, durationMs: elapsed(), commit, ...(note ? { note: shorten(note) } : {}) });
        return result;
      } catch (error) {
        if (error instanceof LeaseLost) throw error;
        const sentence = error instanceof Error ? error.message : String(error);
        event(step, { status: "failed", durationMs: elapsed(), note: shorten(sentence) });
        throw error;
      }
    },
    skip: (given, note) => {
      const step = stepOf(given);
      log.enter(step.name);
      event(step, { status: "skipped", note: shorten(note) });
    },
    effect: async (name, work) => {
      const signal = givesTrafficBack(name) ? leaveSignal : endSignal;
      signal?.throwIfAborted();
      await untilAborted(awaitLease(), signal);
      const step = current ?? "";
      await untilAborted(failpoints.hit({ step, moment: "before", effect: name }), signal);
      const result = await untilAborted(work(), signal);
      await untilAborted(failpoints.hit({ step, moment: "after", effect: name }), signal);
      return result;
    },
    get current() {
      return current;
    },
  };
}

/** Its words are whatever somebody wrote into the repository. */
const shownCommit = (commit: Commit | null, shorten: (text: string) => string): Commit | null =>
  commit && { ...commit, author: shorten(commit.author), subject: shorten(commit.subject) };
