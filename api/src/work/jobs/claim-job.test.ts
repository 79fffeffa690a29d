import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { enqueueDeployment } from "../../releases/deployments/enqueue-deployment.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, deployed, faulted, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { claimNext } from "./claim.store.ts";
import { insertJob, newJob } from "./new-job.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
});
afterEach(() => deps.dispose());

const deploy = (resourceId: string) =>
  enqueueDeployment(deps, { teamId: world.teamId, resourceId, trigger: "manual", commit: null });
const setServer = (set: Partial<typeof schema.server.$inferInsert>) =>
  deps.db.update(schema.server).set(set).where(eq(schema.server.id, world.serverId));

test("a claimed deployment brings its frozen spec, its target and its variables", async () => {
  const resourceId = await anApplication(deps, world);
  const variableId = deps.ids.next("variable");
  const place = { table: "variable", column: "value", row: variableId, team: world.teamId };
  await deps.db.insert(schema.variable).values({
    id: variableId,
    teamId: world.teamId,
    resourceId,
    key: "TOKEN",
    value: await deps.secrets.seal(world.wrappedKey, place, "a'b\"c $X\nünïcode "),
    scope: "both",
    isSecret: true,
    createdAt: 1,
    updatedAt: 1,
  });
  const { id } = await deploy(resourceId);
  const answer = await runner.claim();
  expect(answer?.payload).toMatchObject({
    kind: "deploy",
    target: { kind: "local", server: world.serverId },
    spec: { deployment: id, number: 1, env: [{ key: "TOKEN", scope: "both" }] },
    reuseImage: null,
    routes: { revision: 0, networks: ["fairlead-main"] },
  });
  expect(answer?.secrets.env).toEqual({ TOKEN: "a'b\"c $X\nünïcode " });
  const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, id));
  expect(row?.status).toBe("running");
});

test("two hundred concurrent claims give each of forty jobs to one", async () => {
  const jobs = Array.from({ length: 40 }, () =>
    newJob(deps, {
      kind: "read-head",
      teamId: world.teamId,
      runnerId: world.runnerId,
      resourceId: `app_${deps.ids.secret(8)}`,
    }),
  );
  const resourceId = await anApplication(deps, world);
  for (const job of jobs) await insertJob(deps.db, { ...job, subjectId: resourceId, dedupeKey: null });
  const claimed = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      runner.claim({ key: `concurrent-claim-${i}`, holding: jobs.map((job) => job.id) }),
    ),
  );
  const ids = claimed.flatMap((answer) => (answer ? [answer.lease.job] : []));
  expect(ids).toHaveLength(40);
  expect(new Set(ids).size).toBe(40);
});

test("the same key again gets the same job, so a lost answer is repaired", async () => {
  await setServer({ buildConcurrency: 4 });
  await deploy(await anApplication(deps, world));
  await deploy(await anApplication(deps, world));
  const first = await runner.claim({ key: "the-one-claim-key" });
  deps.clock.advance(5_000);
  const again = await runner.claim({ key: "the-one-claim-key" });
  expect(again?.lease).toEqual(first?.lease);
  expect(again?.leaseMs).toBe(55_000);
});

test("a runner gets no job of another runner", async () => {
  await deploy(await anApplication(deps, world));
  await insertJob(deps.db, newJob(deps, { kind: "read-head", teamId: world.teamId, runnerId: world.runnerId }));
  expect(await aRunnerClient(deps, await aFlowWorld(deps)).claim()).toBeNull();
  expect((await deps.db.select().from(schema.job)).map(({ attempt }) => attempt)).toEqual([0, 0]);
});

test("work of one application waits for its turn while others go on", async () => {
  await setServer({ buildConcurrency: 4 });
  const [shop, blog] = [await anApplication(deps, world), await anApplication(deps, world)];
  await deploy(shop);
  const first = await runner.claim();
  await deploy(shop);
  await deploy(blog);
  const second = await runner.claim({ holding: [leaseOf(first).job] });
  const none = await runner.claim({ holding: [leaseOf(first).job, leaseOf(second).job] });
  expect([first, second].map((answer) => answer?.payload.kind === "deploy" && answer.payload.spec.application)).toEqual(
    [shop, blog],
  );
  expect(none).toBeNull();
  await runner.finish(leaseOf(first), deployed());
  const third = await runner.claim({ holding: [leaseOf(second).job] });
  expect(third?.payload).toMatchObject({ spec: { application: shop, number: 2 } });
});

test("a later job of an application does not overtake one that waits for its next attempt", async () => {
  const shop = await anApplication(deps, world);
  await deploy(shop);
  await runner.finish(leaseOf(await runner.claim()), faulted);
  await deploy(shop);
  expect(await runner.claim()).toBeNull();
  deps.clock.advance(10_000);
  expect((await runner.claim())?.payload).toMatchObject({ spec: { number: 1 } });
});

test("a server builds no more at once than it may", async () => {
  await deploy(await anApplication(deps, world));
  await deploy(await anApplication(deps, world));
  const first = await runner.claim();
  expect(await runner.claim({ holding: [leaseOf(first).job] })).toBeNull();
  await setServer({ buildConcurrency: 2 });
  expect(await runner.claim({ holding: [leaseOf(first).job] })).not.toBeNull();
});

test("an application with many queued jobs does not starve another", async () => {
  const { teamId, runnerId, serverId } = world;
  const [busy, late] = [await anApplication(deps, world), await anApplication(deps, world)];
  const ask = (resourceId: string) =>
    insertJob(deps.db, newJob(deps, { kind: "restart", teamId, runnerId, serverId, resourceId }));
  for (let i = 0; i < 5; i++) await ask(busy);
  deps.clock.advance(1_000);
  await ask(late);
  const serveNext = async () => {
    deps.clock.advance(1_000);
    const [key, leaseId, now] = [deps.ids.secret(16), deps.ids.secret(16), deps.clock.now()];
    const next = await claimNext(deps.db, { runnerId, key, leaseId, now, leaseMs: 60_000 });
    await deps.db
      .update(schema.job)
      .set({ state: "succeeded" })
      .where(eq(schema.job.id, next?.id ?? ""));
    return next?.subjectId;
  };
  expect([await serveNext(), await serveNext(), await serveNext()]).toEqual([busy, late, busy]);
});

test.each(["untrusted", "pending"] as const)("a server that is %s is only checked", async (state) => {
  await setServer({ state });
  await deploy(await anApplication(deps, world));
  const { teamId, runnerId, serverId } = world;
  await insertJob(deps.db, newJob(deps, { kind: "sync-routes", teamId, runnerId, serverId }));
  expect(await runner.claim()).toBeNull();
  await insertJob(deps.db, newJob(deps, { kind: "check-server", teamId, runnerId, serverId }));
  expect((await runner.claim())?.payload.kind).toBe("check-server");
});

test("a restarted runner gets its forgotten job back at once as a new attempt", async () => {
  await deploy(await anApplication(deps, world));
  const before = leaseOf(await runner.claim());
  const after = leaseOf(await runner.claim());
  expect(after).toMatchObject({ job: before.job, attempt: 2 });
  await expect(runner.progress(before)).rejects.toMatchObject({ code: "lease.stale" });
});

test("a job that cannot be compiled fails with its cause and frees the next one", async () => {
  const broken = await anApplication(deps, world);
  const { id } = await deploy(broken);
  await deps.db.update(schema.deployment).set({ variables: "v1.k1.AAAA.BBBB" }).where(eq(schema.deployment.id, id));
  await deploy(await anApplication(deps, world));
  const answer = await runner.claim();
  expect(answer?.payload).not.toMatchObject({ spec: { application: broken } });
  const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, id));
  expect(row).toMatchObject({ status: "failed", cause: { class: "invalid-spec" } });
});

test("a waiting claim is woken by a deployment and not by the clock", async () => {
  const waiting = runner.claim({ waitMs: 25_000 });
  await deploy(await anApplication(deps, world));
  expect((await waiting)?.payload.kind).toBe("deploy");
});

test("a claim whose caller went away takes no job", async () => {
  const caller = new AbortController();
  const waiting = runner.claim({ waitMs: 25_000, signal: caller.signal });
  caller.abort();
  expect(await waiting).toBeNull();
});
