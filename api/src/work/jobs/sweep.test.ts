import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cancelDeployment } from "../../releases/deployments/cancel-deployment.ts";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { atInstant } from "../../testing/at-instant.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, aStep, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { sweep } from "./sweep.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
let deploymentId: string;
beforeEach(begin);
async function begin() {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
  const resourceId = await anApplication(deps, world);
  const order = { teamId: world.teamId, resourceId, trigger: "manual", commit: null } as const;
  deploymentId = (await enqueueDeployment(deps, order)).id;
  await sweep(deps);
}
afterEach(() => deps.dispose());

/** Time passes while the sweep runs as it does in life. */
async function pass(ms: number) {
  for (let left = ms; left > 0; left -= 30_000) {
    deps.clock.advance(Math.min(left, 30_000));
    await sweep(deps);
  }
}
const deployment = async () => {
  const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, deploymentId));
  return row;
};
const jobOf = async (id: string) => {
  const [row] = await deps.db.select().from(schema.job).where(eq(schema.job.id, id));
  return row;
};

test("a job whose runner fell silent goes back into the queue", async () => {
  const lease = leaseOf(await runner.claim());
  await pass(30_000);
  expect(await jobOf(lease.job)).toMatchObject({ state: "running" });
  await pass(30_000);
  expect(await jobOf(lease.job)).toMatchObject({ state: "queued", attempt: 1 });
  expect(await deployment()).toMatchObject({ status: "queued" });
  await expect(runner.finish(lease, deployed())).rejects.toMatchObject({ code: "lease.stale" });
});

test("a job lost in a step that may not run twice ends lost with its cause", async () => {
  const lease = leaseOf(await runner.claim());
  await runner.progress(lease, { steps: [aStep("start", "started", { class: "one-shot" })] });
  await pass(90_000);
  expect(await jobOf(lease.job)).toMatchObject({ state: "lost" });
  expect(await deployment()).toMatchObject({ status: "failed", cause: { class: "lost-runner", step: "start" } });
  expect((await runner.claim())?.payload).toMatchObject({ kind: "reconcile", lostDeployment: deploymentId });
});

test("leases outlive an outage of the control plane in which nobody could renew", async () => {
  const lease = leaseOf(await runner.claim());
  deps.clock.advance(120_000);
  await sweep(deps);
  await expect(runner.progress(lease)).resolves.toMatchObject({ cancel: false });
});

test("an attempt that takes longer than it may ends with the reason", async () => {
  const lease = leaseOf(await runner.claim());
  for (let minutes = 0; minutes < 60; minutes++) {
    deps.clock.advance(60_000);
    await runner.progress(lease).catch(() => {});
    await sweep(deps);
  }
  expect(await jobOf(lease.job)).toMatchObject({ state: "failed" });
  expect(await deployment()).toMatchObject({ status: "failed", cause: { class: "timed-out" } });
  await expect(runner.progress(lease)).rejects.toMatchObject({ code: "lease.stale" });
});

test("a cancel that nobody answers closes the deployment and has the target looked at", async () => {
  const lease = leaseOf(await runner.claim());
  await cancelDeployment(deps, world.actor, { id: deploymentId });
  // It is heard of all the time.
  for (const ms of [30_000, 30_000, 30_000]) {
    await runner.progress(lease);
    await pass(ms);
  }
  expect(await deployment()).toMatchObject({ status: "cancelled" });
  expect((await runner.claim({ holding: [lease.job] }))?.payload.kind).toBe("reconcile");
});

test("a cancelled job of a lost runner ends cancelled instead of running again", async () => {
  const lease = leaseOf(await runner.claim());
  await cancelDeployment(deps, world.actor, { id: deploymentId });
  await pass(60_000);
  expect(await jobOf(lease.job)).toMatchObject({ state: "cancelled" });
  expect(await deployment()).toMatchObject({ status: "cancelled" });
});

test("a result that comes in any instant of the sweep that gives its job up is one end with it", async () => {
  for (let instant = 1; ; instant++) {
    const lease = leaseOf(await runner.claim());
    await runner.progress(lease, { steps: [aStep("start", "started", { class: "one-shot" })] });
    await pass(30_000);
    deps.clock.advance(30_000);
    const meanwhile = () => runner.finish(lease, deployed()).catch(() => undefined);
    if (!(await atInstant(deps.db.$client, { instant, work: () => sweep(deps), meanwhile }))) break;
    await deps.settle();
    const job = await jobOf(lease.job);
    const looks = await deps.db.select().from(schema.job).where(eq(schema.job.kind, "reconcile"));
    const end = [job?.state, (await deployment())?.status, looks.length];
    expect([
      ["lost", "failed", 1],
      ["succeeded", "succeeded", 0],
    ]).toContainEqual(end);
    deps.dispose();
    await begin();
  }
});

test("a sweep that runs beside itself ends a job once", async () => {
  const lease = leaseOf(await runner.claim());
  await runner.progress(lease, { steps: [aStep("start", "started", { class: "one-shot" })] });
  deps.clock.advance(61_000);
  await Promise.all([sweep(deps), sweep(deps), sweep(deps)]);
  const looks = await deps.db.select().from(schema.job).where(eq(schema.job.kind, "reconcile"));
  expect(looks).toHaveLength(1);
});
