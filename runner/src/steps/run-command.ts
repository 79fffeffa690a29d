import { LeaseLost, RunnerFault, StepFailed } from "../outcome.ts";
import { type CommandWords, explainCommand } from "../plan/explain-command.ts";
import type { Exit } from "../plan/explain-start.ts";
import type { CommandOrder, StartedCommand } from "../ports/driver.ts";
import type { Target } from "../ports/target.ts";
import type { DeployContext } from "./deploy-context.ts";

const keptLines = 40;
/** What it printed last comes a moment after its end. */
const drainMs = 3_000;

export type CommandRun = {
  target: Target;
  order: Omit<CommandOrder, "onOutput">;
  words: CommandWords;
  /** How long it may take. */
  seconds: number;
};

/** Runs it to its end, or joins the one that an earlier attempt began. Tells how it ended; throws why it did not end well. */
export async function runCommand(deploy: DeployContext, run: CommandRun): Promise<string> {
  const { log, clock, payload } = deploy;
  const { target, order, words } = run;
  const startedAt = clock.monotonic();
  const tail: string[] = [];
  const onOutput: CommandOrder["onOutput"] = (stream, bytes) => {
    log.write(stream, bytes);
    tail.push(...Buffer.from(bytes).toString("utf8").split("\n"));
    tail.splice(0, tail.length - keptLines);
  };
  const command = await target.driver.startCommand({ ...order, onOutput });
  if (command.isJoined) log.say("An earlier attempt began it; this is what it has printed since its beginning.");
  const exit = await awaitEnd(deploy, { run, command });
  const seconds = ((clock.monotonic() - startedAt) / 1_000).toFixed(1);
  const { memoryBytes } = payload.spec.container;
  if (exit.exitCode !== 0 || exit.isOutOfMemory)
    throw new StepFailed(explainCommand(exit, { tail, memoryBytes, words }));
  log.say(`The ${words.name} has ended well after ${seconds} s.`);
  return `ended well after ${seconds} s`;
}

type Awaited = { run: CommandRun; command: StartedCommand };

/** Ends with the command: by itself, by its time, or because nobody wants the deployment any more. */
async function awaitEnd(deploy: DeployContext, { run, command }: Awaited): Promise<Exit> {
  const { clock, signal, payload } = deploy;
  const { target, seconds, words, order } = run;
  const done = new AbortController();
  const late = clock.sleep(seconds * 1_000, AbortSignal.any([signal, done.signal])).then((): Exit => {
    throw new StepFailed(tooLong(words, seconds));
  });
  try {
    const exit = await Promise.race([command.watch.exited, late]);
    await Promise.race([command.drained, clock.sleep(drainMs, AbortSignal.any([signal, done.signal]))]);
    return exit;
  } catch (error) {
    // Asked to end before it is taken away: what it changes elsewhere should not be torn. One that follows a version that serves is
    // taken back by nobody, so whoever tries again after a fault of ours joins it.
    const isJoinedLater = order.role === "post-deploy-command" && error instanceof RunnerFault;
    if (!(error instanceof LeaseLost || isJoinedLater))
      await target.driver.stop(command.container, payload.spec.container.stopGraceSeconds).catch(() => undefined);
    throw error;
  } finally {
    done.abort();
    late.catch(() => undefined);
    command.watch.end();
  }
}

const tooLong = ({ name }: CommandWords, seconds: number) => ({
  class: "command-failed" as const,
  step: null,
  sentence: `The ${name} had not ended after ${seconds} seconds, and was stopped.`,
  evidence: [],
  nextAction: "See in its output above what it waits for. If it needs longer, raise its time in the settings.",
});
