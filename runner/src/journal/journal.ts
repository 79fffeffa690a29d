import { type Commit, deploySteps, isJobKind, jobKinds, type StepClass, type StepEvent } from "../../contract/index.ts";
import type { Clock } from "../agent/clock.ts";
import type { Failpoints } from "../agent/failpoints.ts";
import type { JobLog } from "../agent/log-stream.ts";
import { LeaseLost } from "../outcome.ts";
import { untilAborted } from "../until-aborted.ts";
import type { Effect } from "./effects.ts";

type Note = (text: string, commit?: Commit) => void;

/** Tells what happens, step by step, and stands before every change at the target. */
export type Journal = {
  /**
   * Runs one step and reports how it ended. `note` may be called with a few words for the timeline, and with what was fetched; `idle`
   * with why there was nothing to do, which makes it a step that was skipped.
   */
  step: <T>(name: string, work: (note: Note, idle: (why: string) => void) => Promise<T>) => Promise<T>;
  skip: (name: string, note: string) => void;
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
  /** Aborted when a job that was told to end still has not: no change is waited for any more, and none is begun. */
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
    step: string,
    rest: Pick<StepEvent, "status" | "durationMs" | "note"> & Partial<Pick<StepEvent, "commit">>,
  ) => report({ step, class: classOf(step), at: clock.now(), commit: null, ...rest });
  return {
    step: async (name, work) => {
      current = name;
      log.enter(name);
      event(name, { status: "started" });
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
        event(name, { status, durationMs: elapsed(), commit, ...(note ? { note: shorten(note) } : {}) });
        return result;
      } catch (error) {
        if (error instanceof LeaseLost) throw error;
        const sentence = error instanceof Error ? error.message : String(error);
        event(name, { status: "failed", durationMs: elapsed(), note: shorten(sentence) });
        throw error;
      }
    },
    skip: (name, note) => {
      log.enter(name);
      event(name, { status: "skipped", note: shorten(note) });
    },
    effect: async (name, work) => {
      endSignal?.throwIfAborted();
      await untilAborted(awaitLease(), endSignal);
      const step = current ?? "";
      await untilAborted(failpoints.hit({ step, moment: "before", effect: name }), endSignal);
      const result = await untilAborted(work(), endSignal);
      await untilAborted(failpoints.hit({ step, moment: "after", effect: name }), endSignal);
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

/** The small jobs have one step, called like them. Whatever is none of these may be repeated. */
const classOf = (step: string): StepClass =>
  deploySteps.find(({ name }) => name === step)?.class ?? (isJobKind(step) ? jobKinds[step].class : "idempotent");
