import type { JobPayload } from "@fairlead/runner/contract";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, type FlowWorld } from "../../testing/flow.ts";
import type { TestDeps } from "../../testing/test-deps.ts";
import { Broken, checkActive, checkNoEffect, checkStep, checkSweep, must } from "./queue-invariants.suite.ts";
import { claimStep, finishWith, inboxStep, nextStep, rivalFinish, type Step, sweepStep } from "./queue-steps.suite.ts";
import { aQueueWorld, type QueueWorld, type Snapshot, snapshot } from "./queue-world.suite.ts";

const stepsPerSeed = 20;

const seedsPerTeam = 25;

/** Lives of queues, one a seed. A team serves for a few: everything of a seed has ended before the next begins. */
export async function runSeeds(deps: TestDeps, { first, count }: { first: number; count: number }): Promise<number> {
  let steps = 0;
  for (let done = 0; done < count; done += seedsPerTeam) {
    const flow = await aFlowWorld(deps);
    const until = Math.min(count, done + seedsPerTeam);
    for (let i = done; i < until; i++) steps += await runSeed(deps, flow, first + i);
  }
  return steps;
}

/** Random things happen, and after each of them every invariant holds; in the end every job has ended. */
async function runSeed(deps: TestDeps, flow: FlowWorld, seed: number): Promise<number> {
  const world = await aQueueWorld(deps, flow, seed);
  try {
    // Something to fight over from the start, begun by a process that may be lost.
    for (const resourceId of world.applications)
      await enqueueDeployment(deps, {
        teamId: flow.teamId,
        resourceId,
        trigger: "manual",
        commit: null,
      });
    let now = await perform(world, await snapshot(world), [claimStep(world, world.processes[0])]);
    for (let i = 0; i < stepsPerSeed; i++) now = await happen(world, now);
    await drain(world, now);
    return world.trail.length;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Broken(`Seed ${seed}: ${cause}\n${world.trail.join("\n")}`, { cause: error });
  }
}

async function happen(world: QueueWorld, before: Snapshot): Promise<Snapshot> {
  const { random } = world;
  const rivals = random.chance(0.05) ? rivalFinish(world, before) : undefined;
  const steps = rivals ?? [nextStep(world, before), ...(random.chance(0.15) ? [nextStep(world, before)] : [])];
  return perform(world, before, steps);
}

async function perform(world: QueueWorld, before: Snapshot, steps: Step[]): Promise<Snapshot> {
  const isAlone = steps.length === 1;
  world.trail.push(`${isAlone ? "" : "together: "}${steps.map((step) => step.name).join(" | ")}`);
  await Promise.all(steps.map((step) => step.run()));
  const after = await snapshot(world);
  checkStep(world, before, after);
  if (isAlone) {
    if (steps[0]?.expect === "no-effect") checkNoEffect(before, after);
    if (steps[0]?.expect === "sweep") checkSweep(world, before, after);
    checkActive(world, after);
  }
  return after;
}

const openOf = ({ jobs }: Snapshot) => [...jobs.values()].filter((job) => ["queued", "running"].includes(job.state));

/** A healthy runner takes over: whatever happened before, every job comes to its end. */
async function drain(world: QueueWorld, before: Snapshot): Promise<void> {
  let now = before;
  for (const process of world.processes) process.held = [];
  const [process] = world.processes;
  for (let round = 0; openOf(now).length + now.undecided > 0; round++) {
    must(round < 200, "I7 every job and every delivery ends", openOf(now));
    world.deps.clock.advance(round % 2 === 0 ? 61_000 : 301_000);
    now = await perform(world, now, [...(now.undecided > 0 ? [inboxStep(world)] : []), sweepStep(world)]);
    now = await perform(world, now, [claimStep(world, process)]);
    for (const held of [...(process?.held ?? [])]) {
      const outcome = held.payload.kind === "deploy" ? undefined : observedBy(world, held.payload);
      now = await perform(world, now, [
        finishWith(world, held, { now, isLost: false, ...(outcome ? { outcome } : {}) }),
      ]);
    }
  }
}

function observedBy({ active }: QueueWorld, payload: JobPayload) {
  const live = ("application" in payload ? active.get(payload.application) : null) ?? null;
  const result = { kind: "observed", state: live ? "running" : "absent", liveDeployment: live } as const;
  return { kind: "succeeded", result } as const;
}
