import { deployStep } from "../../contract/index.ts";
import type { StartRequest } from "../ports/driver.ts";
import type { Target } from "../ports/target.ts";
import type { DeployContext } from "./deploy-context.ts";
import { runCommand } from "./run-command.ts";

const words = { name: "release command", sequel: "Nothing of the new version was started." };

/**
 * Runs what the resource wants done before its new version starts. An image that ran before had it when it was new, and going back to
 * it must not do it again.
 */
export async function releaseCommand(
  deploy: DeployContext,
  { target, request }: { target: Target; request: StartRequest },
): Promise<void> {
  const { payload, journal } = deploy;
  const { releaseCommand: line, releaseTimeoutSeconds: seconds } = payload.spec.container;
  if (line === null) return journal.skip(deployStep.prepare, "there is none to run here");
  if (payload.reuseImage !== null) return journal.skip(deployStep.prepare, "it ran when this image was new");
  await journal.step(deployStep.prepare, async (note) => {
    const order = { ...request, role: "command" as const, line };
    note(await runCommand(deploy, { target, order, words, seconds }));
  });
}
