import { LeaseLost, RunnerFault, StepFailed } from "../outcome.ts";
import { isCommand, type ObservedContainer } from "../plan/observed.ts";
import { planRepair } from "../plan/plan-deployment.ts";
import type { ReleaseImage } from "../ports/target.ts";
import type { Candidate, OwnTarget } from "../steps/candidate.ts";
import type { DeployContext } from "../steps/deploy-context.ts";
import { removeUnusedImages } from "../steps/images.ts";

type Undone = {
  target: OwnTarget;
  dead?: ObservedContainer;
  /** Made or pulled by this deployment, perhaps without a container so far. */
  image?: ReleaseImage | undefined;
};

/** What has become of the version before, where it had been stopped; undefined: it never noticed. */
export type Ending = string | undefined;

/**
 * Removes what this deployment made, found by looking: a step may have failed after it made something and before it could tell.
 * A container that is live stays, unless it is `dead`. Whoever stepped aside for this deployment comes back. Trouble in here is only
 * told: the reason of the failure matters more.
 */
export async function undo(deploy: DeployContext, { target, dead, image }: Undone): Promise<Ending> {
  const { log, release } = deploy;
  const { driver } = target;
  let ending: Ending;
  try {
    const observed = await driver.observe(release.resource);
    const own = observed.filter((each) => each.release.deployment === release.deployment);
    const made = own.filter((each) => each.role === "candidate" || isCommand(each) || each.id === dead?.id);
    const stuck = await discardAll(driver, made);
    const left = observed.filter((each) => !made.includes(each));
    // Before the images: somebody waits for it.
    const aside = planRepair(left);
    if (aside) ending = await bringBack(deploy, { target, aside });
    if (stuck) throw stuck.error;
    const gone = [...made, ...(image ? [{ image: image.imageId, imageOrigin: image.origin }] : [])];
    await removeUnusedImages(driver, { resource: release.resource, left, gone });
    log.say(
      `Removed what this deployment had made.${ending === undefined ? " The version before it was not touched." : ""}`,
    );
  } catch (error) {
    log.say(`Could not remove everything this deployment made: ${String(error)}. The next one will.`);
  }
  return ending;
}

/** One that cannot be removed is the next deployment's to remove; the version before is not to wait for that. */
async function discardAll(driver: OwnTarget["driver"], made: readonly ObservedContainer[]) {
  let stuck: { error: unknown } | undefined;
  for (const each of made) {
    try {
      await driver.discard(each);
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      stuck ??= { error };
    }
  }
  return stuck;
}

type Returning = { target: OwnTarget; aside: ObservedContainer };

async function bringBack({ log, clock }: DeployContext, { target, aside }: Returning): Promise<string> {
  const startedAt = clock.monotonic();
  try {
    await target.driver.restoreLive(aside);
    const seconds = ((clock.monotonic() - startedAt) / 1_000).toFixed(1);
    log.say(`Started the old version (deployment ${aside.release.number}) again in ${seconds} s.`);
    return cameBack;
  } catch (error) {
    log.say(`The old version (deployment ${aside.release.number}) could not be started again: ${String(error)}.`);
    return staysAway;
  }
}

const cameBack = "The version before it was started again.";
const staysAway = "The version before it could not be started again, so nothing serves now: roll back to it.";

type Served = { target: OwnTarget; candidate: Candidate; previous: ObservedContainer | undefined };

/** The new version has the traffic and is no good: the old one gets it back. */
export async function goBack(deploy: DeployContext, { target, candidate, previous }: Served): Promise<Ending> {
  const { log, release } = deploy;
  const { container } = candidate;
  if (previous) {
    await target.driver.flipBack({ release, candidate: container, previous });
    log.say(
      previous.isAside ? "Started the old version again. Requests go to it." : "Requests go to the old version again.",
    );
  }
  const ending = await undo(deploy, { target, dead: container });
  return ending ?? (previous?.isAside ? cameBack : undefined);
}

const longest = 500;

/** The same error, which says too what became of the version before. */
export function withEnding(error: unknown, ending: Ending): unknown {
  if (ending === undefined || !(error instanceof StepFailed || error instanceof RunnerFault)) return error;
  const sentence = `${error.failure.sentence.slice(0, longest - ending.length - 1)} ${ending}`;
  const failure = { ...error.failure, sentence };
  return error instanceof StepFailed ? new StepFailed(failure) : new RunnerFault(failure, { cause: error });
}
