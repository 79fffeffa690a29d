import {
  canMoveDeployment,
  type DeploymentStatus,
  deploymentStatuses,
  isTerminalDeployment,
} from "@fairlead/runner/contract";
import type { DeploymentSnap, JobSnap, QueueWorld, Snapshot } from "./queue-world.suite.ts";

// The invariants of docs/architecture: what holds after every step, whatever happened in it. Each throws with its number.

export class Broken extends Error {}
export function must(holds: boolean, invariant: string, detail: unknown): asserts holds {
  if (!holds) throw new Broken(`${invariant} ${JSON.stringify(detail)}`);
}

const isEnded = (state: string) => !["queued", "running"].includes(state);

export function checkStep(world: QueueWorld, before: Snapshot, after: Snapshot): void {
  for (const job of after.jobs.values()) checkJob(before.jobs.get(job.id), job);
  checkLocks(world, after);
  for (const deployment of after.deployments.values())
    checkDeployment(before.deployments.get(deployment.id), deployment);
  checkPairs(after);
  checkUnique(after);
  checkLog(world, after);
  for (const id of world.deliveries) must(after.deliveries.has(id), "I1 an accepted push is stored", id);
}

function checkJob(before: JobSnap | undefined, job: JobSnap) {
  if (job.state === "running") {
    must(job.leaseId !== null && job.leaseEndsAt !== null, "I6 a running job has a lease", job);
    must(job.deadlineAt !== null, "I7 a running job has a deadline", job);
  } else must(job.leaseId === null, "I4 only a running job has a lease", job);
  if (!before) return;
  must(job.attempt >= before.attempt, "I3 attempts never go back", { before, job });
  if (job.attempt > before.attempt) must(!isEnded(before.state), "I7 an ended job is never claimed", { before, job });
  if (isEnded(before.state)) must(job.state === before.state, "I7 an ended job stays as it ended", { before, job });
  if (before.state === "running" && job.state === "running" && before.attempt === job.attempt)
    must(before.leaseId === job.leaseId, "I3 one lease per attempt", { before, job });
}

function checkLocks({ flow }: QueueWorld, after: Snapshot) {
  const running = [...after.jobs.values()].filter((job) => job.state === "running");
  const locks = running.flatMap((job) => job.lockKey ?? []);
  must(new Set(locks).size === locks.length, "I5 one mutating job per application", { flow: flow.serverId, locks });
  const claims = running.map((job) => job.claimKey);
  must(new Set(claims).size === claims.length, "I3 one job per claim, however often it is retried", claims);
  must(running.filter((job) => job.isBuild === 1).length <= 2, "I13 builds keep to the slots", running);
}

const reachable = (from: DeploymentStatus, to: DeploymentStatus) =>
  from === to ||
  canMoveDeployment(from, to) ||
  // One call may give a lost job back and claim it again.
  deploymentStatuses.some((via) => canMoveDeployment(from, via) && canMoveDeployment(via, to));

function checkDeployment(before: DeploymentSnap | undefined, deployment: DeploymentSnap) {
  if (!before) return;
  const [from, to] = [before.status, deployment.status];
  if (isTerminalDeployment(from)) must(from === to, "I7 an ended deployment stays as it ended", { before, deployment });
  must(reachable(from, to), "I7 only allowed moves", { before, deployment });
}

const statusesOf: Record<string, readonly DeploymentStatus[]> = {
  queued: ["queued"],
  running: ["running", "live", "cancelling"],
  succeeded: ["succeeded"],
  failed: ["failed"],
  lost: ["failed"],
  cancelled: ["cancelled", "superseded"],
};

/** A deployment and its job are never apart: they change in one batch. */
function checkPairs(after: Snapshot) {
  for (const job of after.jobs.values()) {
    if (job.kind !== "deploy") continue;
    const deployment = after.deployments.get(job.deploymentId ?? "");
    must(deployment !== undefined, "I7 a deploy job has its deployment", job);
    const { status } = deployment;
    const fits = (statusesOf[job.state] ?? []).includes(status);
    must(fits, "I7 job and deployment tell the same", { job, deployment });
  }
}

function checkUnique(after: Snapshot) {
  const all = [...after.deployments.values()];
  const active = all.filter((each) => each.isActive === 1).map((each) => each.resourceId);
  must(new Set(active).size === active.length, "I12 one active release per application", active);
  const pushes = all.flatMap(({ resourceId, trigger, ref, commit }) =>
    trigger === "push" ? [`${resourceId} ${ref} ${commit}`] : [],
  );
  must(new Set(pushes).size === pushes.length, "I2 one deployment per push", pushes);
  const numbers = all.map((each) => `${each.resourceId} ${each.number}`);
  must(new Set(numbers).size === numbers.length, "I5 numbers never collide", numbers);
}

function checkLog({ texts }: QueueWorld, after: Snapshot) {
  for (const { place, text } of after.chunks) {
    must(texts.get(place) === text, "I10 the first text of a place stays", { place, text, first: texts.get(place) });
  }
  must(after.chunks.length === texts.size, "I10 what was acknowledged is stored once", {
    stored: after.chunks.length,
    acknowledged: texts.size,
  });
}

/** The release the model expects is the one the database names. */
export function checkActive({ active }: QueueWorld, after: Snapshot) {
  for (const [application, expected] of active) {
    const found = [...after.deployments.values()].find(
      (each) => each.resourceId === application && each.isActive === 1,
    );
    must((found?.id ?? null) === expected, "I12 what succeeded last serves", { application, expected, found });
  }
}

/** A sweep ends only what time has run out for, by the control plane's clock. */
export function checkSweep(world: QueueWorld, before: Snapshot, after: Snapshot) {
  const now = world.deps.clock.now();
  for (const job of before.jobs.values()) {
    const later = after.jobs.get(job.id);
    if (job.state !== "running" || later?.state === "running") continue;
    const isOver = (job.leaseEndsAt ?? 0) <= now || (job.deadlineAt ?? 0) <= now;
    const isUnanswered = job.cancelRequestedAt !== null && job.cancelRequestedAt <= now - 90_000;
    must(isOver || isUnanswered, "I6 a current lease is never taken away", { job, now });
  }
}

/** What a call with a stale lease left behind: nothing. */
export function checkNoEffect(before: Snapshot, after: Snapshot) {
  const facts = ({ jobs, deployments, chunks, steps }: Snapshot) =>
    JSON.stringify([[...jobs.values()], [...deployments.values()], chunks.length, steps]);
  must(facts(before) === facts(after), "I4 a stale call has no effect", {});
}
