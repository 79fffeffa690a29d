import type { JobOutcome, LogChunk } from "@fairlead/runner/contract";
import { processInbox } from "../../pushes/process-inbox.ts";
import { receiveDelivery } from "../../pushes/receive-delivery.ts";
import { createWebhookLimits } from "../../pushes/webhook-limits.ts";
import { cancelDeployment } from "../../releases/deployments/cancel-deployment.ts";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { AppError } from "../../rules/errors.ts";
import { arriving } from "../../testing/deliveries.ts";
import { aChunk, aStep, failed, faulted } from "../../testing/runner.ts";
import { must } from "./queue-invariants.suite.ts";
import { gitHeaders, gitPush, type Held, type Process, type QueueWorld, type Snapshot } from "./queue-world.suite.ts";
import { sweep } from "./sweep.ts";

/** One thing that happens. `expect` speaks about the moments before and after, when nothing else happened beside it. */
export type Step = { name: string; run(): Promise<void>; expect?: "no-effect" | "sweep" };

const limits = createWebhookLimits();
const shas = ["a", "b", "c"].map((letter) => letter.repeat(40));
const isRefusal = (error: unknown) => error instanceof AppError;
const isStale = (error: unknown) => error instanceof AppError && error.code === "lease.stale";

/** Does the database name this lease as the current one? */
function isCurrent({ jobs }: Snapshot, { lease }: Held): boolean {
  const job = jobs.get(lease.job);
  return job?.state === "running" && job.leaseId === lease.lease && job.attempt === lease.attempt;
}

export function nextStep(world: QueueWorld, now: Snapshot): Step {
  const { random } = world;
  const late = random.chance(0.3) ? lateStep(world, now) : undefined;
  if (late) return late;
  const dice = random.below(100);
  if (dice < 8) return deployStep(world);
  if (dice < 15) return deliverStep(world);
  if (dice < 20) return inboxStep(world);
  if (dice < 42) return claimStep(world);
  if (dice < 60) return progressStep(world, now) ?? claimStep(world);
  if (dice < 72) return finishStep(world, now) ?? claimStep(world);
  if (dice < 77) return cancelStep(world, now) ?? deployStep(world);
  if (dice < 86) return clockStep(world);
  return dice < 92 ? sweepStep(world) : restartStep(world);
}

function deployStep({ deps, random, flow, applications }: QueueWorld): Step {
  const resourceId = random.pick(applications) ?? "";
  const run = async () => {
    await enqueueDeployment(deps, { teamId: flow.teamId, resourceId, trigger: "manual", commit: null });
  };
  return { name: `deploy ${resourceId}`, run };
}

function deliverStep(world: QueueWorld): Step {
  const { deps, random, source, deliveries } = world;
  const body = gitPush(random.chance(0.5) ? "main" : "next", random.pick(shas) ?? "");
  const id = `delivery-${random.below(6)}`;
  const run = async () => {
    const bytes = new TextEncoder().encode(body);
    await receiveDelivery(deps, {
      key: source.webhookKey,
      headers: gitHeaders(body, { ...source, id }),
      ...arriving(bytes),
      limits,
    });
    deliveries.add(id);
  };
  return { name: `deliver ${id}`, run };
}

export const inboxStep = ({ deps }: QueueWorld): Step => ({
  name: "process inbox",
  run: async () => void (await processInbox(deps)),
});

export function claimStep(world: QueueWorld, given?: Process): Step {
  const { random, processes } = world;
  const index = given ? processes.indexOf(given) : random.below(processes.length);
  const process = given ?? processes[index];
  const isRetry = !given && process?.lastKey != null && random.chance(0.3);
  const key = isRetry && process?.lastKey ? process.lastKey : `claim-${random.below(1e9)}-${random.below(1e9)}`;
  const isLost = !given && random.chance(0.15);
  const run = async () => {
    if (!process) return;
    process.lastKey = key;
    // Both processes present one credential: what the other holds is told too, or it would count as forgotten.
    const holding = processes.flatMap((each) => each.held.map(({ lease }) => lease.job));
    const answer = await process.client.claim({ key, holding });
    if (!answer) return;
    const { lease, payload } = answer;
    const place = `${lease.job} ${lease.attempt}`;
    const known = world.leases.get(place);
    must(known === undefined || known === lease.lease, "I3 one holder per attempt", { place, known, lease });
    world.leases.set(place, lease.lease);
    if (isLost || known !== undefined) return;
    const held: Held = { lease, payload, nextSeq: 0, sent: new Map() };
    process.held.push(held);
    world.past.push(held);
  };
  return { name: `claim by ${index}${isRetry ? " again" : ""}${isLost ? ", answer lost" : ""}`, run };
}

/** Leases whose job a newer attempt works on by now: their holder does not know yet. */
const zombies = ({ past }: QueueWorld, now: Snapshot) =>
  past.filter((held) => now.jobs.get(held.lease.job)?.state === "running" && !isCurrent(now, held));

/** A process that was given up wakes and goes on as if nothing had happened. */
function lateStep(world: QueueWorld, now: Snapshot): Step | undefined {
  const held = world.random.pick(zombies(world, now));
  if (!held) return undefined;
  return world.random.chance(0.5) ? finishWith(world, held, { now, isLost: true }) : progressWith(world, held, now);
}

/** The same job finished twice at once, with two outcomes: one of them counts. */
export function rivalFinish(world: QueueWorld, now: Snapshot): [Step, Step] | undefined {
  const held = world.random.pick(world.past.filter((each) => isCurrent(now, each)));
  if (!held) return undefined;
  const rival = { ...held };
  return [finishWith(world, held, { now, isLost: false }), finishWith(world, rival, { now, isLost: false })];
}

const stepNames = ["connect", "fetch", "build", "start", "flip", "drain"];

function progressStep(world: QueueWorld, now: Snapshot): Step | undefined {
  const held = world.random.pick(world.past);
  return held && progressWith(world, held, now);
}

function progressWith(world: QueueWorld, held: Held, now: Snapshot): Step {
  const { random } = world;
  const current = isCurrent(now, held);
  const chunks = someChunks(world, held);
  const name = random.pick(stepNames) ?? "build";
  const stepClass = random.chance(0.15) ? "one-shot" : "idempotent";
  const steps = [aStep(name, "started", { class: stepClass }), ...(random.chance(0.6) ? [aStep(name, "passed")] : [])];
  const run = async () => {
    try {
      await world.processes[0]?.client.progress(held.lease, { steps, chunks });
      for (const { seq, text } of chunks) remember(world, held, { seq, text });
    } catch (error) {
      if (!isStale(error)) throw error;
      must(!current || world.trail.at(-1)?.startsWith("together") === true, "I4 a current lease is served", held.lease);
      drop(world, held);
    }
  };
  const label = `progress ${held.lease.job.slice(-6)}#${held.lease.attempt}${current ? "" : " stale"}`;
  return current ? { name: label, run } : { name: label, run, expect: "no-effect" };
}

/** New pieces, old ones again, and now and then an old number with another text. */
function someChunks({ random }: QueueWorld, held: Held): LogChunk[] {
  const chunks: LogChunk[] = [];
  for (let i = random.below(4); i > 0; i--) {
    if (held.nextSeq > 0 && random.chance(0.3))
      chunks.push(aChunk(random.below(held.nextSeq), `${random.chance(0.3) ? "other" : "line"}\n`));
    else chunks.push(aChunk(held.nextSeq++, "line\n"));
  }
  const unique = new Map(chunks.map((chunk) => [chunk.seq, chunk]));
  return [...unique.values()].sort(() => random.next() - 0.5);
}

function remember({ texts }: QueueWorld, { lease }: Held, { seq, text }: { seq: number; text: string }) {
  const place = `${lease.job} ${lease.attempt} ${seq}`;
  if (!texts.has(place)) texts.set(place, text);
}

function drop({ processes }: QueueWorld, held: Held) {
  for (const process of processes) process.held = process.held.filter((each) => each !== held);
}

function outcomeOf({ random, active }: QueueWorld, { payload }: Held): JobOutcome {
  const dice = random.below(100);
  if (dice >= 85) return faulted;
  if (dice >= 78) return { kind: "cancelled" };
  if (dice >= 60) return failed();
  if (payload.kind === "deploy")
    return {
      kind: "succeeded",
      result: { kind: "deploy", image: "sha256:1", container: "live", commit: null, warnings: [], unnamedVolumes: [] },
    };
  const application = "application" in payload ? payload.application : "";
  const live = active.get(application) ?? null;
  return { kind: "succeeded", result: { kind: "observed", state: live ? "running" : "absent", liveDeployment: live } };
}

function finishStep(world: QueueWorld, now: Snapshot): Step | undefined {
  const { random } = world;
  const held = random.pick(world.past);
  return held && finishWith(world, held, { now, isLost: random.chance(0.2) });
}

export function finishWith(
  world: QueueWorld,
  held: Held,
  given: { now: Snapshot; isLost: boolean; outcome?: JobOutcome },
): Step {
  const { random } = world;
  const isRepeat = held.finished !== undefined && random.chance(0.8);
  const key = isRepeat && held.finished ? held.finished.key : `finish-${random.below(1e9)}-${random.below(1e9)}`;
  const outcome =
    isRepeat && held.finished && random.chance(0.8) ? held.finished.outcome : (given.outcome ?? outcomeOf(world, held));
  const current = isCurrent(given.now, held);
  const run = async () => {
    try {
      await world.processes[0]?.client.finish(held.lease, outcome, { key, chunkCount: held.nextSeq });
      accept(world, held, outcome);
      held.finished = { key, outcome };
      if (!given.isLost) drop(world, held);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      must(
        !current || world.trail.at(-1)?.startsWith("together") === true,
        "I4 a current lease may finish",
        held.lease,
      );
      drop(world, held);
    }
  };
  const label = `finish ${held.lease.job.slice(-6)}#${held.lease.attempt} ${outcome.kind}${current ? "" : " late"}`;
  return current ? { name: label, run } : { name: label, run, expect: "no-effect" };
}

function accept({ active, outcomes }: QueueWorld, { lease, payload }: Held, outcome: JobOutcome) {
  const first = outcomes.get(lease.lease) ?? JSON.stringify(outcome);
  must(first === JSON.stringify(outcome), "I7 one outcome per attempt", { lease, first, outcome });
  if (outcomes.has(lease.lease)) return;
  outcomes.set(lease.lease, first);
  if (outcome.kind !== "succeeded") return;
  if (payload.kind === "deploy") active.set(payload.spec.application, payload.spec.deployment);
}

function cancelStep({ deps, random, flow }: QueueWorld, now: Snapshot): Step | undefined {
  const open = [...now.deployments.values()].filter(
    (each) => random.chance(0.1) || ["queued", "running"].includes(each.status),
  );
  const chosen = random.pick(open);
  if (!chosen) return undefined;
  const run = async () => {
    await cancelDeployment(deps, flow.actor, { id: chosen.id }).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  };
  return { name: `cancel ${chosen.id.slice(-6)} ${chosen.status}`, run };
}

/** Mostly a few seconds, sometimes past a lease, sometimes hours, sometimes back. */
function clockStep({ deps, random }: QueueWorld): Step {
  const ms = random.pick([1_000, 5_000, 21_000, 61_000, 61_000, 3_700_000, -30_000]) ?? 0;
  return { name: `clock ${ms}`, run: async () => void deps.clock.advance(ms) };
}

export const sweepStep = ({ deps }: QueueWorld): Step => ({ name: "sweep", run: () => sweep(deps), expect: "sweep" });

/** The process forgets its jobs and asks for work; what it was told goes on existing as a zombie in `past`. */
function restartStep(world: QueueWorld): Step {
  const process = world.random.pick(world.processes);
  const claim = claimStep(world, process);
  const run = async () => {
    process?.held.splice(0);
    await claim.run();
  };
  return { name: `restart, then ${claim.name}`, run };
}
