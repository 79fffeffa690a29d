import { schema } from "@fairlead/db";
import type { Lease } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkDueServers } from "../../places/servers/check-due.ts";
import { pollHeads } from "../../pushes/poll-heads.ts";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { shaOf } from "../../testing/deliveries.ts";
import { aFakeForge } from "../../testing/fake-forge.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, deployed, faulted, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { sweep } from "../../work/jobs/sweep.ts";
import { throttle } from "../http/throttle.ts";
import { followClock } from "./follow-clock.ts";

const minute = 60_000;
const hour = 60 * minute;
const main = "https://forge.test/ada/shop.git main";
let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
let forge: ReturnType<typeof aFakeForge>;
beforeEach(async () => {
  forge = aFakeForge({ [main]: shaOf("a") });
  deps = { ...(await testDeps()), egress: (...sent) => forge.egress(...sent) };
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
  await sweep(deps);
});
afterEach(() => deps.dispose());

const deploy = async () => {
  const resourceId = await anApplication(deps, world);
  return enqueueDeployment(deps, { teamId: world.teamId, resourceId, trigger: "manual", commit: null });
};
const jobOf = async ({ job }: Lease) => {
  const [row] = await deps.db.select().from(schema.job).where(eq(schema.job.id, job));
  return row;
};
/** Real time passes; a living runner is heard all along. */
async function pass(ms: number, lease?: Lease) {
  for (let left = ms; left > 0; left -= 15_000) {
    deps.clock.advance(Math.min(left, 15_000));
    if (lease) await runner.progress(lease);
    await sweep(deps);
  }
}

/** Who watches over the clock: a process that stays, or nobody, as on Workers and between two starts. */
const watched = (ms: number) => deps.clock.step(ms);
const unwatched = (ms: number) => deps.clock.advance(ms);

describe.each([
  ["an hour on", hour, watched],
  ["an hour back", -hour, watched],
  ["an hour on while nobody watches", hour, unwatched],
  ["an hour back while nobody watches", -hour, unwatched],
])("when the clock is set %s", (_, ms, set) => {
  test("the control plane tells the machine's time from the next look on", async () => {
    const machine = deps.clock.now() + ms;
    set(ms);
    await sweep(deps);
    expect([deps.clock.now(), deps.clock.stepMs()]).toEqual([machine, 0]);
  });

  test("a job of a living runner goes on to its end", async () => {
    await deploy();
    const lease = leaseOf(await runner.claim());
    await pass(10 * minute, lease);
    set(ms);
    await sweep(deps);
    await pass(20 * minute, lease);
    expect(await runner.finish(lease, deployed())).toEqual({ accepted: true });
  });

  test("a job of a dead runner is given up as soon as ever", async () => {
    await deploy();
    const lease = leaseOf(await runner.claim());
    await pass(minute, lease);
    set(ms);
    await sweep(deps);
    await pass(1.5 * minute);
    expect(await jobOf(lease)).toMatchObject({ state: "queued" });
  });

  test("a job that takes too long is still ended", async () => {
    await deploy();
    const lease = leaseOf(await runner.claim());
    await pass(10 * minute, lease);
    set(ms);
    await sweep(deps);
    await pass(49 * minute, lease);
    expect(await jobOf(lease)).toMatchObject({ state: "running" });
    await pass(2 * minute).catch(() => undefined);
    expect(await jobOf(lease)).not.toMatchObject({ state: "running" });
  });

  test("a queued job is given out at once, and one that waits for its next try in time", async () => {
    await deploy();
    const broken = leaseOf(await runner.claim());
    await runner.finish(broken, faulted);
    await deploy();
    set(ms);
    await sweep(deps);
    const next = leaseOf(await runner.claim());
    expect(next.job).not.toBe(broken.job);
    await runner.finish(next, deployed());
    await pass(minute);
    expect(leaseOf(await runner.claim()).job).toBe(broken.job);
  });

  test("who came first is served first", async () => {
    const order = { teamId: world.teamId, trigger: "manual", commit: null } as const;
    const [one, another] = [await anApplication(deps, world), await anApplication(deps, world)];
    const first = await enqueueDeployment(deps, { ...order, resourceId: one });
    set(ms);
    await sweep(deps);
    await enqueueDeployment(deps, { ...order, resourceId: another });
    expect(await jobOf(leaseOf(await runner.claim()))).toMatchObject({ deploymentId: first.id });
  });

  test("a runner that is there is not told silent, and branches and servers are looked at in time", async () => {
    await anApplication(deps, world);
    await pollHeads(deps);
    await checkDueServers(deps);
    await deps.db.delete(schema.job);
    await pass(minute);
    await deps.db.update(schema.runner).set({ lastSeenAt: deps.clock.now() });
    set(ms);
    await sweep(deps);
    await checkDueServers(deps);
    expect(await deps.db.query.server.findMany()).toMatchObject([{ state: "ready" }]);
    forge.heads[main] = shaOf("b");
    await pass(5 * minute);
    await pollHeads(deps);
    await checkDueServers(deps);
    const kinds = (await deps.db.query.job.findMany()).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(["check-server", "deploy"]);
  });

  test("who tried too often may try again when they were told", async () => {
    const tries = async (count: number) => {
      for (let i = 0; i < count; i++) await throttle(deps, "setup:address", { subject: "192.0.2.7" });
    };
    await expect(tries(21)).rejects.toMatchObject({ code: "auth.too_many_attempts" });
    set(ms);
    await sweep(deps);
    await pass(15 * minute);
    await tries(1);
  });
});

test("times that cannot be moved leave the clock where it was, and the next look moves both", async () => {
  await deploy();
  const lease = leaseOf(await runner.claim());
  deps.clock.step(hour);
  const before = deps.clock.now();
  const db = Object.create(deps.db, { batch: { value: () => Promise.reject(new Error("locked")) } });
  const locked = { ...deps, db };
  await expect(followClock(locked)).rejects.toThrow("locked");
  expect([deps.clock.now(), deps.clock.stepMs()]).toEqual([before, hour]);
  await followClock(deps);
  expect(deps.clock.now()).toBe(before + hour);
  expect(await jobOf(lease)).toMatchObject({ leaseEndsAt: before + hour + minute });
});
