import { HostFault } from "../hosts/host-fault.ts";
import { RunnerFault } from "../outcome.ts";
import type { Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { type DeploymentPlan, planDeployment } from "../plan/plan-deployment.ts";
import { ownRollouts, StaleRelease } from "../ports/driver.ts";
import type { Target } from "../ports/target.ts";
import type { OwnTarget } from "./candidate.ts";
import type { DeployContext } from "./deploy-context.ts";
import { mend } from "./mend.ts";

export type Ground = {
  target: OwnTarget;
  plan: Exclude<DeploymentPlan, { kind: "stale" }>;
  /** The resource's containers as they were found. */
  observed: readonly ObservedContainer[];
};

const dockerBackMs = 60_000;
const askAgainMs = 2_000;

/**
 * Reaches the server. An attempt that follows on one that broke waits a while for a Docker that is being restarted; the first one says at
 * once that there is none.
 */
export async function openGround<G>(
  deploy: DeployContext,
  { onTarget, look }: { onTarget: (target: Target) => void; look: (target: Target) => Promise<G> },
): Promise<G> {
  const { clock, log, release, signal } = deploy;
  const giveUpAt = clock.monotonic() + (release.attempt > 1 ? dockerBackMs : 0);
  for (let isTold = false; ; isTold = true) {
    try {
      const target = await deploy.openTarget(signal);
      onTarget(target);
      return await look(target);
    } catch (error) {
      const mayCome = error instanceof HostFault && error.reason === "docker-stopped" && clock.monotonic() < giveUpAt;
      if (!mayCome) throw error;
      if (!isTold) log.say("Docker does not answer on the server; waiting for it to come back.");
      await clock.sleep(askAgainMs, signal);
    }
  }
}

/** Looks at what is on the server, and mends what an attempt that died left behind. */
export async function connect({ release, log, signal }: DeployContext, opened: Target): Promise<Ground> {
  const target = { ...opened, driver: ownRollouts(opened.driver) };
  const { driver, label } = target;
  log.say(`Connected to ${label}.`);
  const observed = await driver.observe(release.resource);
  const plan = planDeployment(release, observed);
  if (plan.kind === "stale") throw staleFault(plan.newer);
  const restore = plan.kind === "release" ? plan.repair : undefined;
  if (restore) log.say(restore.isAside ? broughtBack : namedAgain);
  await mend(driver, {
    restore,
    remove: plan.leftovers,
    signal,
    onRemove: ({ release: { attempt, number } }) =>
      log.say(`Removing what attempt ${attempt} of deployment ${number} left behind.`),
  });
  return { target, plan, observed };
}

const namedAgain = "Nothing was called live, because an earlier attempt died. The last one that served is live again.";
const broughtBack =
  "An earlier attempt died after it had stopped the version before it. That one is started again first.";

/** Somebody newer was here. The control plane decides what that means; here nothing more may happen. */
export const staleFault = (newer: Release): RunnerFault =>
  new RunnerFault(
    {
      class: "internal",
      step: null,
      sentence: `A newer deployment (number ${newer.number}, attempt ${newer.attempt}) is on the server already.`,
      evidence: [],
      nextAction: "Nothing: the newer one stays. Deploy again if this version is wanted after all.",
    },
    { cause: new StaleRelease(newer) },
  );
