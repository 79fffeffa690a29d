import { deployStep, type ResultOf, stepsBeforeTraffic } from "../../contract/index.ts";
import { LeaseLost, StepFailed } from "../outcome.ts";
import { commitOf } from "../plan/commit-label.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { Flipped } from "../ports/driver.ts";
import type { ReleaseImage, Target } from "../ports/target.ts";
import { build } from "../steps/build.ts";
import type { Candidate, OwnTarget } from "../steps/candidate.ts";
import { checkMounts } from "../steps/check-mounts.ts";
import { connect, type Ground, openGround } from "../steps/connect.ts";
import type { DeployContext } from "../steps/deploy-context.ts";
import { drain } from "../steps/drain.ts";
import { fetch } from "../steps/fetch.ts";
import { flip } from "../steps/flip.ts";
import { postDeployCommand } from "../steps/post-deploy-command.ts";
import { push } from "../steps/push.ts";
import { ready } from "../steps/ready.ts";
import { releaseCommand } from "../steps/release-command.ts";
import { retire } from "../steps/retire.ts";
import { route } from "../steps/route.ts";
import { requestOf, start } from "../steps/start.ts";
import { verify } from "../steps/verify.ts";
import { goBack, undo, withEnding } from "./go-back.ts";

/** The new version holds the live name. */
type Served = {
  target: OwnTarget;
  candidate: Candidate;
  previous: ObservedContainer | undefined;
  observed: ObservedContainer[];
  /** By the monotonic clock. */
  flippedAt: number;
};

/**
 * A deployment whose rollout is ours, from top to bottom. Until the traffic moves, any failure removes what this deployment made, and
 * the old version serves on or comes back. Afterwards it goes forward, or gives the traffic back to the old version and then removes
 * the new one.
 */
export async function runOwn(deploy: DeployContext, { makeRoom }: OwnProcedure): Promise<ResultOf<"deploy">> {
  const targets: Target[] = [];
  try {
    const ground = await deploy.journal.step(deployStep.connect, () =>
      openGround(deploy, { onTarget: (target) => targets.push(target), look: (target) => connect(deploy, target) }),
    );
    const served = ground.plan.kind === "resume" ? resume(deploy, ground) : await release(deploy, { ground, makeRoom });
    return await settle(deploy, served);
  } finally {
    // Also when the step failed after it had connected.
    for (const target of targets) target.release();
  }
}

/** What a procedure does before the new version starts. */
export type OwnProcedure = { makeRoom: (deploy: DeployContext, target: OwnTarget) => Promise<void> };

async function release(
  deploy: DeployContext,
  { ground, makeRoom }: OwnProcedure & { ground: Ground },
): Promise<Served> {
  const { target } = ground;
  let image: ReleaseImage | undefined;
  let candidate: Candidate | undefined;
  let flipped: Flipped | undefined;
  try {
    const source = await fetch(deploy);
    image = await build(deploy, { ground, source });
    await push(deploy, { target, image, source });
    deploy.signal.throwIfAborted();
    await checkMounts(deploy, { target, request: requestOf(deploy, { source, image }) });
    await route(deploy, target);
    deploy.signal.throwIfAborted();
    await releaseCommand(deploy, { target, request: requestOf(deploy, { source, image }) });
    deploy.signal.throwIfAborted();
    await makeRoom(deploy, target);
    deploy.signal.throwIfAborted();
    candidate = await start(deploy, { target, source, image });
    await ready(deploy, { target, candidate });
    deploy.signal.throwIfAborted();
    await flip(deploy, {
      target,
      candidate,
      onMoved: (moved) => {
        flipped = moved;
      },
    });
  } catch (error) {
    candidate?.watch.end();
    if (flipped || error instanceof LeaseLost) throw error;
    throw withEnding(error, await undo(deploy, { target, image }));
  }
  if (!flipped) throw new Error("a flip that passed has moved the traffic");
  return { target, candidate, ...flipped, flippedAt: deploy.clock.monotonic() };
}

/** An earlier attempt moved the traffic and died. What is left is what comes after. */
function resume({ payload, journal, log, clock }: DeployContext, { target, plan }: Ground): Served {
  if (plan.kind !== "resume") throw new Error("only a resumed deployment has a live container of its own");
  for (const step of stepsBeforeTraffic(payload.spec.procedure)) {
    journal.skip(step, `done by attempt ${plan.live.release.attempt}`);
  }
  log.say(`Attempt ${plan.live.release.attempt} moved the traffic already; finishing what it began.`);
  const now = clock.monotonic();
  const candidate = { container: plan.live, watch: target.driver.watch(plan.live), startedAt: now };
  return { target, candidate, previous: plan.previous, observed: plan.observed, flippedAt: now };
}

async function settle(deploy: DeployContext, served: Served): Promise<ResultOf<"deploy">> {
  const { target, candidate, flippedAt, observed } = served;
  try {
    await verify(deploy, { target, candidate, flippedAt });
    await drain(deploy, { target, candidate, flippedAt, hasPrevious: served.previous?.state === "running" });
  } catch (error) {
    // Only what the new version did wrong sends the traffic back. Lost servers and our own faults are no judgement of it.
    if (error instanceof StepFailed) throw withEnding(error, await goBack(deploy, served));
    throw error;
  } finally {
    candidate.watch.end();
  }
  await retire(deploy, { target, live: candidate.container, observed });
  await postDeployCommand(deploy, { target, live: candidate.container });
  return {
    kind: "deploy",
    image: candidate.container.image,
    container: candidate.container.id,
    commit: commitOf(candidate.container),
    warnings: deploy.warnings,
    unnamedVolumes: deploy.unnamedVolumes,
  };
}
