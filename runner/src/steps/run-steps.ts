import * as v from "valibot";
import { CommitSha, type ResultOf } from "../../contract/index.ts";
import { LeaseLost, StepFailed } from "../outcome.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import type { Driver, Flipped } from "../ports/driver.ts";
import type { ReleaseImage, Target } from "../ports/target.ts";
import { build } from "./build.ts";
import { type Ground, openGround } from "./connect.ts";
import type { DeployContext } from "./deploy-context.ts";
import { drain } from "./drain.ts";
import { fetch } from "./fetch.ts";
import { flip } from "./flip.ts";
import { removeUnusedImages } from "./images.ts";
import { ready } from "./ready.ts";
import { retire } from "./retire.ts";
import { route } from "./route.ts";
import { type Candidate, start } from "./start.ts";
import { verify } from "./verify.ts";

/** The new version holds the live name. */
type Served = {
  target: Target;
  candidate: Candidate;
  previous: ObservedContainer | undefined;
  observed: ObservedContainer[];
  /** By the monotonic clock. */
  flippedAt: number;
};

/**
 * One deployment from top to bottom. Until the traffic moves, any failure removes what this deployment made and the old version never
 * noticed. Afterwards it goes forward, or gives the traffic back to the old version and then removes the new one.
 */
export async function runSteps(deploy: DeployContext): Promise<ResultOf<"deploy">> {
  const targets: Target[] = [];
  try {
    const ground = await deploy.journal.step("connect", () => openGround(deploy, (target) => targets.push(target)));
    const served = ground.plan.kind === "resume" ? resume(deploy, ground) : await release(deploy, ground);
    return await settle(deploy, served);
  } finally {
    // Also when the step failed after it had connected.
    for (const target of targets) target.release();
  }
}

async function release(deploy: DeployContext, ground: Ground): Promise<Served> {
  const { target } = ground;
  let image: ReleaseImage | undefined;
  let candidate: Candidate | undefined;
  let flipped: Flipped | undefined;
  try {
    const source = await fetch(deploy);
    image = await build(deploy, { ground, source });
    await route(deploy, target);
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
    if (!flipped && !(error instanceof LeaseLost)) await undo(deploy, { driver: target.driver, image });
    throw error;
  }
  if (!flipped) throw new Error("a flip that passed has moved the traffic");
  return { target, candidate, ...flipped, flippedAt: deploy.clock.monotonic() };
}

/** An earlier attempt moved the traffic and died. What is left is what comes after. */
function resume({ journal, log, clock }: DeployContext, { target, plan }: Ground): Served {
  if (plan.kind !== "resume") throw new Error("only a resumed deployment has a live container of its own");
  for (const name of ["fetch", "build", "route", "start", "ready", "flip"]) {
    journal.skip(name, `done by attempt ${plan.live.release.attempt}`);
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
    await drain(deploy, { target, candidate, flippedAt, hasPrevious: served.previous !== undefined });
  } catch (error) {
    // Only what the new version did wrong sends the traffic back. Lost servers and our own faults are no judgement of it.
    if (error instanceof StepFailed) await goBack(deploy, served);
    throw error;
  } finally {
    candidate.watch.end();
  }
  await retire(deploy, { target, live: candidate.container, observed });
  return {
    kind: "deploy",
    image: candidate.container.image,
    container: candidate.container.id,
    commit: commitOf(candidate.container),
    warnings: deploy.warnings,
  };
}

/**
 * Removes what this deployment made, found by looking: a step may have failed after it made something and before it could tell.
 * A container that holds the live name stays, unless it is `dead`. Trouble in here is only told: the reason of the failure matters more.
 */
async function undo({ log, release }: DeployContext, { driver, dead, image }: Undone): Promise<void> {
  try {
    const observed = await driver.observe(release.application);
    const own = observed.filter((each) => each.release.deployment === release.deployment);
    const made = own.filter((each) => each.role === "candidate" || each.id === dead?.id);
    for (const each of made) await driver.remove(each);
    const left = observed.filter((each) => !made.includes(each));
    const gone = [...made, ...(image ? [{ image: image.imageId, imageOrigin: image.origin }] : [])];
    await removeUnusedImages(driver, { application: release.application, left, gone });
    log.say("Removed what this deployment had made. The version before it was not touched.");
  } catch (error) {
    log.say(`Could not remove everything this deployment made: ${String(error)}. The next one will.`);
  }
}

type Undone = {
  driver: Driver;
  dead?: ObservedContainer;
  /** Made or pulled by this deployment, perhaps without a container so far. */
  image?: ReleaseImage | undefined;
};

async function goBack(deploy: DeployContext, { target, candidate, previous }: Served): Promise<void> {
  const { log, release } = deploy;
  const { container } = candidate;
  if (previous) {
    await target.driver.flipBack({ release, candidate: container, previous });
    log.say("Requests go to the old version again.");
  }
  await undo(deploy, { driver: target.driver, dead: container });
}

const StoredCommit = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ sha: CommitSha, author: v.string(), subject: v.string(), committedAtMs: v.number() }),
);

function commitOf({ commit }: ObservedContainer) {
  const parsed = v.safeParse(StoredCommit, commit);
  if (!parsed.success) return null;
  const { sha, author, subject, committedAtMs } = parsed.output;
  return { sha, author, subject, committedAt: committedAtMs };
}
