import { schema } from "@fairlead/db";
import type { JobOutcome } from "@fairlead/runner/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { enqueueDeployment } from "../releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../testing/runner.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { insertJob, newJob } from "../work/jobs/new-job.ts";
import { createChannel } from "../work/notifications/create-channel.ts";

const facts = {
  os: "Debian",
  architecture: "x86_64",
  cpus: 2,
  memoryBytes: 4e9,
  diskFreeBytes: 4e10,
  dockerVersion: "29.0.0",
  clockSkewMs: 0,
  address: null,
};
let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
let shop: string;
let blog: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
  shop = await aRunningApplication();
  blog = await aRunningApplication();
  const settings = { kind: "discord", url: "https://discord.com/api/webhooks/1/x" } as const;
  const events = ["application.gone" as const];
  await createChannel(deps, world.actor, { name: "alerts", settings, events, isEnabled: true });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const minute = 60_000;
async function aRunningApplication() {
  const resourceId = await anApplication(deps, world);
  await enqueueDeployment(deps, { teamId: world.teamId, resourceId, trigger: "manual", commit: null });
  await runner.finish(leaseOf(await runner.claim()), deployed());
  deps.clock.advance(minute);
  return resourceId;
}
const states = async () =>
  Object.fromEntries(
    (await deps.db.query.resource.findMany()).map((row) => [row.id, [row.state, row.stateObservedAt]]),
  );
const alerts = async () =>
  (await deps.db.query.notification.findMany()).map(({ content }) => JSON.parse(content).title);
const checked = (missing: string[], found: typeof facts | null = facts): JobOutcome => ({
  kind: "succeeded",
  result: {
    kind: "check-server",
    reachable: true,
    seen: null,
    lines: [],
    facts: found,
    cause: null,
    missing,
    certificates: [],
  },
});
async function ask(holding: string[] = []) {
  const { teamId, runnerId, serverId } = world;
  await insertJob(deps.db, newJob(deps, { kind: "check-server", teamId, runnerId, serverId }));
  const answer = await runner.claim({ holding });
  deps.clock.advance(1_000);
  return { payload: answer?.payload, lease: leaseOf(answer) };
}
async function look(missing: string[], found?: typeof facts | null) {
  await runner.finish((await ask()).lease, checked(missing, found));
  deps.clock.advance(5 * minute);
}

describe("the periodic look at a server", () => {
  test("asks for every application that should be there, in one question", async () => {
    await anApplication(deps, world);
    const { payload } = await ask();
    expect(payload?.kind === "check-server" && payload.expected.toSorted()).toEqual([shop, blog].toSorted());
  });

  test("tells an application that is gone once, with the moment it was noticed", async () => {
    await look([shop]);
    const noticed = deps.clock.now() - 5 * minute;
    expect((await states())[shop]).toEqual(["gone", noticed]);
    expect(await alerts()).toEqual([expect.stringMatching(/^Application shop-\w+ is gone from web-1$/)]);
    await look([shop]);
    expect((await states())[shop]).toEqual(["gone", noticed]);
    expect(await alerts()).toHaveLength(1);
    expect((await states())[blog]?.[0]).toBe("running");
  });

  test("sees it come back by hand or by a deployment, and tells it again should it go again", async () => {
    await look([shop]);
    await look([]);
    expect((await states())[shop]?.[0]).toBe("running");
    await look([shop]);
    expect(await alerts()).toHaveLength(2);
  });

  test("writes nothing about applications while nothing changed", async () => {
    const before = await states();
    await look([]);
    expect(await states()).toEqual(before);
  });

  test("that could not ask Docker takes nobody for gone and nobody for back", async () => {
    await look([shop]);
    const before = await states();
    await look([], null);
    await look([blog], null);
    expect(await states()).toEqual(before);
  });

  test("knows nothing better than a job that began or ended since it was asked for", async () => {
    const { lease } = await ask();
    await enqueueDeployment(deps, { teamId: world.teamId, resourceId: shop, trigger: "manual", commit: null });
    const deploying = leaseOf(await runner.claim({ holding: [lease.job] }));
    await runner.finish(lease, checked([shop, blog]));
    expect((await states())[shop]?.[0]).toBe("running");
    expect((await states())[blog]?.[0]).toBe("gone");
    const second = await ask([deploying.job]);
    await runner.finish(deploying, deployed());
    await runner.finish(second.lease, checked([shop, blog]));
    expect((await states())[shop]?.[0]).toBe("running");
  });

  test("is not asked for what was stopped, nor believed about it", async () => {
    await deps.db.update(schema.resource).set({ state: "stopped" });
    const { payload, lease } = await ask();
    expect(payload).toMatchObject({ expected: [] });
    await runner.finish(lease, checked([shop]));
    expect((await states())[shop]?.[0]).toBe("stopped");
  });

  test("speaks of its own server only", async () => {
    const other = await aFlowWorld(deps);
    const elsewhere = await anApplication(deps, other);
    await deps.db.update(schema.resource).set({ state: "running" });
    await look([elsewhere]);
    expect((await states())[elsewhere]?.[0]).toBe("running");
  });
});
