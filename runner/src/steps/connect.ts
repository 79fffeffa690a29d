import { HostFault } from "../hosts/host-fault.ts";
import { RunnerFault } from "../outcome.ts";
import type { Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { type DeploymentPlan, planDeployment } from "../plan/plan-deployment.ts";
import { StaleRelease } from "../ports/driver.ts";
import type { Target } from "../ports/target.ts";
import type { DeployContext } from "./deploy-context.ts";

export type Ground = {
  target: Target;
  plan: Exclude<DeploymentPlan, { kind: "stale" }>;
  /** The application's containers as they were found. */
  observed: readonly ObservedContainer[];
};

const dockerBackMs = 60_000;
const askAgainMs = 2_000;

/**
 * Reaches the server. An attempt that follows on one that broke waits a while for a Docker that is being restarted; the first one says at
 * once that there is none.
 */
export async function openGround(deploy: DeployContext, onTarget: (target: Target) => void): Promise<Ground> {
  const { clock, log, release, signal } = deploy;
  const giveUpAt = clock.monotonic() + (release.attempt > 1 ? dockerBackMs : 0);
  for (let isTold = false; ; isTold = true) {
    try {
      const target = await deploy.openTarget(signal);
      onTarget(target);
      return await connect(deploy, target);
    } catch (error) {
      const mayCome = error instanceof HostFault && error.reason === "docker-stopped" && clock.monotonic() < giveUpAt;
      if (!mayCome) throw error;
      if (!isTold) log.say("Docker does not answer on the server; waiting for it to come back.");
      await clock.sleep(askAgainMs, signal);
    }
  }
}

/** Looks at what is on the server, and mends what an attempt that died left behind. */
async function connect({ release, log, signal }: DeployContext, target: Target): Promise<Ground> {
  const { driver, label } = target;
  log.say(`Connected to ${label}.`);
  const observed = await driver.observe(release.application);
  const plan = planDeployment(release, observed);
  if (plan.kind === "stale") throw staleFault(plan.newer);
  if (plan.kind === "release" && plan.repair) {
    log.say("No container had the live name, because an earlier attempt died. The last one that served has it again.");
    await driver.restoreLive(plan.repair);
  }
  for (const leftover of plan.leftovers) {
    signal.throwIfAborted();
    log.say(`Removing what attempt ${leftover.release.attempt} of deployment ${leftover.release.number} left behind.`);
    await driver.remove(leftover);
  }
  return { target, plan, observed };
}

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
