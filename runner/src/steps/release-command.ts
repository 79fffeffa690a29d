import { deployStep } from "../../contract/index.ts";
import { LeaseLost, StepFailed } from "../outcome.ts";
import { explainCommand } from "../plan/explain-command.ts";
import type { Exit } from "../plan/explain-start.ts";
import type { StartedCommand, StartRequest } from "../ports/driver.ts";
import type { Target } from "../ports/target.ts";
import type { DeployContext } from "./deploy-context.ts";

const keptLines = 40;
/** What it printed last comes a moment after its end. */
const drainMs = 3_000;

/**
 * Runs what the resource wants done before its new version starts. An image that ran before had it when it was new, and going back to
 * it must not do it again.
 */
export async function releaseCommand(
  deploy: DeployContext,
  { target, request }: { target: Target; request: StartRequest },
): Promise<void> {
  const { payload, journal, log } = deploy;
  const { releaseCommand: line, memoryBytes } = payload.spec.container;
  if (line === null) return journal.skip(deployStep.prepare, "there is none to run here");
  if (payload.reuseImage !== null) return journal.skip(deployStep.prepare, "it ran when this image was new");
  await journal.step(deployStep.prepare, async (note) => {
    const startedAt = deploy.clock.monotonic();
    const tail: string[] = [];
    const onOutput: Parameters<Target["driver"]["startCommand"]>[0]["onOutput"] = (stream, bytes) => {
      log.write(stream, bytes);
      tail.push(...Buffer.from(bytes).toString("utf8").split("\n"));
      tail.splice(0, tail.length - keptLines);
    };
    const command = await target.driver.startCommand({ ...request, onOutput });
    if (command.isJoined) log.say("An earlier attempt began it; this is what it has printed since its beginning.");
    const exit = await awaitEnd(deploy, { target, command });
    const seconds = ((deploy.clock.monotonic() - startedAt) / 1_000).toFixed(1);
    if (exit.exitCode !== 0 || exit.isOutOfMemory) throw new StepFailed(explainCommand(exit, { tail, memoryBytes }));
    log.say(`The release command has ended well after ${seconds} s.`);
    note(`ended well after ${seconds} s`);
  });
}

/** Ends with the command: by itself, by its time, or because nobody wants the deployment any more. */
async function awaitEnd(deploy: DeployContext, { target, command }: { target: Target; command: StartedCommand }) {
  const { clock, signal, payload } = deploy;
  const { releaseTimeoutSeconds: seconds, stopGraceSeconds } = payload.spec.container;
  const done = new AbortController();
  const late = clock.sleep(seconds * 1_000, AbortSignal.any([signal, done.signal])).then((): Exit => {
    throw new StepFailed(tooLong(seconds));
  });
  try {
    const exit = await Promise.race([command.watch.exited, late]);
    await Promise.race([command.drained, clock.sleep(drainMs, AbortSignal.any([signal, done.signal]))]);
    return exit;
  } catch (error) {
    // Asked to end before it is taken away: what it changes elsewhere should not be torn.
    if (!(error instanceof LeaseLost))
      await target.driver.stop(command.container, stopGraceSeconds).catch(() => undefined);
    throw error;
  } finally {
    done.abort();
    late.catch(() => undefined);
    command.watch.end();
  }
}

const tooLong = (seconds: number) => ({
  class: "command-failed" as const,
  step: null,
  sentence: `The release command had not ended after ${seconds} seconds, and was stopped.`,
  evidence: [],
  nextAction: "See in its output above what it waits for. If it needs longer, raise its time in the settings.",
});
