import { deployStep, type ResultOf } from "../../../contract/index.ts";
import { StepFailed } from "../../outcome.ts";
import { commitOf } from "../../plan/commit-label.ts";
import type { ObservedContainer } from "../../plan/observed.ts";
import { hasOwnRollouts, type PlatformDriver, type RollOutOrder, StaleRelease } from "../../ports/driver.ts";
import type { Target } from "../../ports/target.ts";
import { build } from "../../steps/build.ts";
import { checkMounts } from "../../steps/check-mounts.ts";
import { openGround, staleFault } from "../../steps/connect.ts";
import type { DeployContext } from "../../steps/deploy-context.ts";
import { fetch } from "../../steps/fetch.ts";
import { postDeployCommand } from "../../steps/post-deploy-command.ts";
import { push } from "../../steps/push.ts";
import { releaseCommand } from "../../steps/release-command.ts";
import { route } from "../../steps/route.ts";
import { requestOf } from "../../steps/start.ts";
import { verify } from "../../steps/verify.ts";

/** Nothing of ours has to be put in order or undone: the platform keeps the version before until the new one serves. */
export async function runHandOver(deploy: DeployContext): Promise<ResultOf<"deploy">> {
  const targets: Target[] = [];
  try {
    const ground = await deploy.journal.step(deployStep.connect, () =>
      openGround(deploy, { onTarget: (target) => targets.push(target), look: (target) => look(deploy, target) }),
    );
    const { target, platform } = ground;
    const source = await fetch(deploy);
    const image = await build(deploy, { ground, source });
    await push(deploy, { target, image, source });
    const request = requestOf(deploy, { source, image });
    await checkMounts(deploy, { target, request });
    await route(deploy, target);
    deploy.signal.throwIfAborted();
    await releaseCommand(deploy, { target, request });
    deploy.signal.throwIfAborted();
    const container = await rollOut(deploy, { platform, request });
    const rolledOutAt = deploy.clock.monotonic();
    const candidate = { container, watch: platform.watch(container), startedAt: rolledOutAt };
    try {
      await verify(deploy, { target, candidate, flippedAt: rolledOutAt });
    } finally {
      candidate.watch.end();
    }
    await postDeployCommand(deploy, { target, live: container });
    return {
      kind: "deploy",
      image: container.image,
      container: container.id,
      commit: commitOf(container),
      warnings: deploy.warnings,
      unnamedVolumes: deploy.unnamedVolumes,
    };
  } finally {
    for (const target of targets) target.release();
  }
}

async function look({ release, log }: DeployContext, target: Target) {
  const { driver, label } = target;
  log.say(`Connected to ${label}.`);
  if (hasOwnRollouts(driver)) throw new StepFailed(noPlatform);
  return { target, platform: driver, observed: await driver.observe(release.resource) };
}

type Handed = { platform: PlatformDriver; request: Omit<RollOutOrder, "signal" | "onProgress"> };

const rollOut = ({ journal, log, signal }: DeployContext, { platform, request }: Handed): Promise<ObservedContainer> =>
  journal.step(deployStep.rollOut, () =>
    platform.rollOut({ ...request, signal, onProgress: log.say }).catch((error) => {
      throw error instanceof StaleRelease ? staleFault(error.newer) : error;
    }),
  );

const noPlatform = {
  class: "invalid-spec" as const,
  step: null,
  sentence: "The release was to be rolled out by a platform, and this server has none.",
  evidence: [],
  nextAction: "Deploy again: how a deployment goes is chosen anew.",
};
