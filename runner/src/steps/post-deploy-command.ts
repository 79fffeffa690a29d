import { deployStep } from "../../contract/index.ts";
import { Cancelled, StepFailed } from "../outcome.ts";
import { shaOf } from "../plan/commit-label.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { runtimeEnv } from "../plan/runtime-env.ts";
import type { CommandOrder } from "../ports/driver.ts";
import type { Target } from "../ports/target.ts";
import type { DeployContext } from "./deploy-context.ts";
import { runCommand } from "./run-command.ts";

const words = { name: "command after the deployment", sequel: "The new version serves all the same." };

type Followed = { target: Target; live: ObservedContainer };

/**
 * Runs what the resource wants done once the new version has the traffic and everything else is over. How it ends takes nothing back: it
 * is told with the step, and as a warning of a deployment that has succeeded. Its container stays until the next deployment, so that
 * no other attempt of this one runs it again.
 */
export async function postDeployCommand(deploy: DeployContext, { target, live }: Followed): Promise<void> {
  const { payload, journal, log, warnings, signal } = deploy;
  const { postDeployCommand: line, postDeployTimeoutSeconds: seconds } = payload.spec.container;
  if (line === null) return journal.skip(deployStep.follow, "there is none to run here");
  try {
    await journal.step(deployStep.follow, async (note) => {
      signal.throwIfAborted();
      note(await runCommand(deploy, { target, order: orderOf(deploy, { live, line }), words, seconds }));
    });
  } catch (error) {
    const warning = warningOf(error);
    if (warning === undefined) throw error;
    log.say(`Warning: ${warning}`);
    warnings.push(warning.slice(0, longest));
  }
}

/** What a warning may hold. */
const longest = 700;

/** undefined: a fault of ours, after which another attempt may find out how it ended. */
function warningOf(error: unknown): string | undefined {
  if (error instanceof Cancelled) return `The ${words.name} was stopped before it had ended: it was cancelled.`;
  if (!(error instanceof StepFailed)) return undefined;
  const { class: kind, sentence } = error.failure;
  return kind === "command-failed" ? sentence : `The ${words.name} did not end well. ${sentence}`;
}

/** By the version that serves: an attempt that finishes what another began has made no image of its own. */
function orderOf(
  { payload, release, secrets }: DeployContext,
  { live, line }: { live: ObservedContainer; line: string },
): Omit<CommandOrder, "onOutput"> {
  const { spec, volumes } = payload;
  const { image, imageOrigin, commit } = live;
  const env = runtimeEnv(spec, { values: secrets.env, commit: shaOf(live) });
  const made = volumes.map((volume) => ({ ...volume, isMade: true }));
  return { release, role: "post-deploy-command", line, spec, image, imageOrigin, env, commit, volumes: made };
}
