import { schema } from "@fairlead/db";
import type { JobOutcome, Lease } from "@fairlead/runner/contract";
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cancelDeployment } from "../../releases/deployments/cancel-deployment.ts";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aChunk, aRunnerClient, aStep, deployed, failed, faulted, leaseOf } from "../../testing/runner.ts";
import { aMember, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { createChannel } from "../notifications/create-channel.ts";
import { insertJob, newJob } from "./new-job.ts";

let deps: TestDeps;
let world: FlowWorld;
let resourceId: string;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  resourceId = await anApplication(deps, world);
  runner = aRunnerClient(deps, world);
});
afterEach(() => deps.dispose());

const deploy = () => enqueueDeployment(deps, { teamId: world.teamId, resourceId, trigger: "manual", commit: null });
const deploymentOf = async (id: string) => {
  const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, id));
  return row;
};
const resourceState = async () => {
  const [row] = await deps.db.select().from(schema.resource).where(eq(schema.resource.id, resourceId));
  return row?.state;
};
const openJobs = (kind: "reconcile" | "deploy") =>
  deps.db
    .select()
    .from(schema.job)
    .where(and(eq(schema.job.kind, kind), eq(schema.job.state, "queued")));

test("a release that succeeded becomes the only one that serves", async () => {
  const first = await deploy();
  await runner.finish(leaseOf(await runner.claim()), deployed());
  const second = await deploy();
  await runner.finish(leaseOf(await runner.claim()), deployed(`sha256:${"2".repeat(64)}`));
  expect(await deploymentOf(first.id)).toMatchObject({ status: "succeeded", isActive: false });
  expect(await deploymentOf(second.id)).toMatchObject({
    status: "succeeded",
    isActive: true,
    image: `sha256:${"2".repeat(64)}`,
  });
  expect(await resourceState()).toBe("running");
});

test("a failed deployment keeps the cause and leaves the old release serving", async () => {
  const first = await deploy();
  await runner.finish(leaseOf(await runner.claim()), deployed());
  const second = await deploy();
  await runner.finish(leaseOf(await runner.claim()), failed("The image does not build."));
  expect(await deploymentOf(first.id)).toMatchObject({ isActive: true });
  expect(await deploymentOf(second.id)).toMatchObject({
    status: "failed",
    isActive: false,
    cause: { class: "build-failed", sentence: "The image does not build." },
  });
});

test("a deployment ends as it would while an alert about it cannot be sent", async () => {
  let answer = () => {};
  const isAnswered = new Promise<void>((resolve) => (answer = resolve));
  deps.egress = async () => {
    await isAnswered;
    return { status: 204, headers: new Headers(), bytes: new Uint8Array() };
  };
  await createChannel(deps, await aMember(deps, world.teamId, "owner"), {
    name: "silent",
    settings: { kind: "webhook", url: "https://silent.example.com/in" },
    events: ["deployment.failed"],
    isEnabled: true,
  });
  const { id } = await deploy();
  expect(await runner.finish(leaseOf(await runner.claim()), failed())).toEqual({ accepted: true });
  expect(await deploymentOf(id)).toMatchObject({ status: "failed" });
  expect(await deps.db.select().from(schema.notification)).toMatchObject([{ state: "waiting" }]);
  answer();
  await deps.settle();
});

test("the same finish again gives the same answer and another outcome under its key is refused", async () => {
  const { id } = await deploy();
  const lease = leaseOf(await runner.claim());
  const key = "one-finish-key-16";
  await expect(runner.finish(lease, deployed(), { key })).resolves.toEqual({ accepted: true });
  await expect(runner.finish(lease, deployed(), { key })).resolves.toEqual({ accepted: true });
  await expect(runner.finish(lease, failed(), { key })).rejects.toMatchObject({ code: "finish.conflict" });
  await expect(runner.finish(lease, failed(), { key: "another-finish-key" })).rejects.toMatchObject({
    code: "lease.stale",
  });
  expect(await deploymentOf(id)).toMatchObject({ status: "succeeded", isActive: true });
});

test("two identical finishes at once are one end", async () => {
  await deploy();
  const lease = leaseOf(await runner.claim());
  const answers = await Promise.all(
    [1, 2, 3].map(() => runner.finish(lease, deployed(), { key: "parallel-finish-key" })),
  );
  expect(answers).toEqual([{ accepted: true }, { accepted: true }, { accepted: true }]);
});

test("another runner cannot finish or renew the job", async () => {
  await deploy();
  const lease = leaseOf(await runner.claim());
  const stranger = await aFlowWorld(deps);
  const thief = aRunnerClient(deps, stranger);
  await expect(thief.finish(lease, deployed())).rejects.toMatchObject({ code: "lease.stale" });
  await expect(thief.progress(lease)).rejects.toMatchObject({ code: "lease.stale" });
});

test("a fault of ours is tried again after a pause and ends with its cause and a look at the target", async () => {
  const { id } = await deploy();
  for (const attempt of [1, 2, 3]) {
    const lease = leaseOf(await runner.claim());
    expect(lease.attempt).toBe(attempt);
    await runner.finish(lease, faulted);
    if (attempt < 3) expect(await runner.claim()).toBeNull();
    deps.clock.advance(60_000);
  }
  expect(await deploymentOf(id)).toMatchObject({ status: "failed", cause: { sentence: "Ours." } });
  expect(await openJobs("reconcile")).toMatchObject([
    { subjectKind: "resource", subjectId: resourceId, deploymentId: id },
  ]);
  expect(await resourceState()).toBe("unknown");
});

test("the look at the target comes before any later deployment", async () => {
  await deploy();
  const lease = leaseOf(await runner.claim());
  const later = await deploy();
  await deps.db.update(schema.job).set({ maxAttempts: 1 }).where(eq(schema.job.id, lease.job));
  await runner.finish(lease, faulted);
  const look = await runner.claim();
  expect(look?.payload).toMatchObject({ kind: "reconcile", activeDeployment: null });
  const observed: JobOutcome = {
    kind: "succeeded",
    result: { kind: "observed", state: "absent", liveDeployment: null },
  };
  await runner.finish(leaseOf(look), observed);
  expect((await runner.claim())?.payload).toMatchObject({ kind: "deploy", spec: { deployment: later.id } });
});

test("what a look at the target found becomes the release that serves", async () => {
  const first = await deploy();
  await runner.finish(leaseOf(await runner.claim()), deployed());
  const second = await deploy();
  const lease = leaseOf(await runner.claim());
  await deps.db.update(schema.job).set({ maxAttempts: 1 }).where(eq(schema.job.id, lease.job));
  await runner.finish(lease, faulted);
  const look = leaseOf(await runner.claim());
  await runner.finish(look, {
    kind: "succeeded",
    result: { kind: "observed", state: "running", liveDeployment: second.id },
  });
  expect(await deploymentOf(first.id)).toMatchObject({ isActive: false });
  expect(await deploymentOf(second.id)).toMatchObject({ isActive: true, status: "failed" });
  expect(await resourceState()).toBe("running");
});

test("a late result of an attempt that was given up changes nothing and leaves a note", async () => {
  const { id } = await deploy();
  const old = leaseOf(await runner.claim());
  const current = leaseOf(await runner.claim());
  await expect(runner.finish(old, failed(), { key: "late-finish-key-1" })).rejects.toMatchObject({
    code: "lease.stale",
  });
  await runner.finish(current, deployed());
  const [job] = await deps.db.select().from(schema.job).where(eq(schema.job.id, current.job));
  expect(job?.note).toContain('the runner reported "failed" for attempt 1');
  expect(await deploymentOf(id)).toMatchObject({ status: "succeeded" });
});

describe("once a job has ended", () => {
  const endings: [string, (lease: Lease) => Promise<unknown>][] = [
    ["with success", (lease) => runner.finish(lease, deployed())],
    ["with a failure", (lease) => runner.finish(lease, failed())],
    ["cancelled", (lease) => runner.finish(lease, { kind: "cancelled" })],
    ["in another attempt, while its runner was stopped", () => runner.claim()],
  ];
  test.each(endings)("%s, a result, a sign of life, a step or a line of it changes nothing", async (_, end) => {
    const { id } = await deploy();
    const lease = leaseOf(await runner.claim());
    await end(lease);
    const lines = () => deps.db.select().from(schema.logChunk);
    const rows = async () => [await deploymentOf(id), await deps.db.select().from(schema.step), await lines()];
    const before = await rows();
    const late = { steps: [aStep("build", "started")], chunks: [aChunk(0)] };
    for (const outcome of [deployed(`sha256:${"9".repeat(64)}`), failed("late"), { kind: "cancelled" } as const]) {
      await expect(runner.finish(lease, outcome, { key: "a-late-finish-key" })).rejects.toMatchObject({
        code: "lease.stale",
      });
    }
    await expect(runner.progress(lease, late)).rejects.toMatchObject({ code: "lease.stale" });
    expect(await rows()).toEqual(before);
  });
});

test("a cancelled build ends cancelled and the old release goes on", async () => {
  const { id } = await deploy();
  const lease = leaseOf(await runner.claim());
  await cancelDeployment(deps, world.actor, { id });
  expect(await runner.progress(lease)).toMatchObject({ cancel: true });
  await runner.finish(lease, { kind: "cancelled" });
  expect(await deploymentOf(id)).toMatchObject({ status: "cancelled", isActive: false });
});

test("a deployment that went live before the cancel reached it succeeds", async () => {
  const { id } = await deploy();
  const lease = leaseOf(await runner.claim());
  await cancelDeployment(deps, world.actor, { id });
  await runner.progress(lease, { steps: [aStep("flip", "started"), aStep("flip", "passed")] });
  await runner.finish(lease, deployed());
  expect(await deploymentOf(id)).toMatchObject({ status: "succeeded", isActive: true });
});

test("stopping an application keeps the release that would serve", async () => {
  const { id } = await deploy();
  await runner.finish(leaseOf(await runner.claim()), deployed());
  const { teamId, runnerId, serverId } = world;
  await insertJob(deps.db, newJob(deps, { kind: "stop", teamId, runnerId, serverId, resourceId }));
  await runner.finish(leaseOf(await runner.claim()), {
    kind: "succeeded",
    result: { kind: "observed", state: "stopped", liveDeployment: null },
  });
  expect(await resourceState()).toBe("stopped");
  expect(await deploymentOf(id)).toMatchObject({ isActive: true });
});
