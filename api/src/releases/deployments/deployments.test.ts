import { schema } from "@fairlead/db";
import { procedures, usualContainer } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LiveEvent } from "../../kit/deps.ts";
import { getApplicationRow } from "../../resources/applications/applications.store.ts";
import { shaOf } from "../../testing/deliveries.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, aStep, deployed, faulted, leaseOf } from "../../testing/runner.ts";
import { aMember, aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { cancelDeployment } from "./cancel-deployment.ts";
import { deployResource } from "./deploy-resource.ts";
import { toDetail, toOneView } from "./deployment-views.ts";
import { getDeploymentRow } from "./deployments.store.ts";
import { enqueueDeployment } from "./enqueue-deployment.ts";
import { operateResource } from "./operate-resource.ts";
import { redeploy } from "./redeploy.ts";
import { rollbackDeployment } from "./rollback-deployment.ts";

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

const deploy = (commit?: string) =>
  deployResource(deps, world.actor, {
    id: resourceId,
    input: { noCache: false, ...(commit ? { commit } : {}) },
  });
const imageOf = (digit: number) => `sha256:${String(digit).repeat(64)}`;
async function released(digit: number, commit = shaOf(String(digit))) {
  const row = await deploy(commit);
  await runner.finish(leaseOf(await runner.claim()), deployed(imageOf(digit)));
  return row;
}
const rowOf = (id: string) => getDeploymentRow(deps.db, world.teamId, id);
const viewOf = async (id: string) => toOneView(deps, await rowOf(id));
const setResource = (set: Partial<typeof schema.resource.$inferInsert>) =>
  deps.db.update(schema.resource).set(set).where(eq(schema.resource.id, resourceId));
const setApplication = (set: Partial<typeof schema.application.$inferInsert>) =>
  deps.db.update(schema.application).set(set).where(eq(schema.application.id, resourceId));
const application = () => getApplicationRow(deps.db, world.teamId, resourceId);
const audits = async () => (await deps.db.select().from(schema.audit)).map((row) => row.action);

test("a deployment freezes the settings of its moment", async () => {
  const row = await deploy(shaOf("a"));
  await setApplication({
    branch: "next",
    container: {
      ...usualContainer,
      port: 1,
      stopGraceSeconds: 1,
      pidsLimit: 16,
    },
  });
  const answer = await runner.claim();
  expect(answer?.payload).toMatchObject({
    spec: { deployment: row.id, container: { port: 8080 }, source: { ref: "main", commit: shaOf("a") } },
  });
  expect(await audits()).toContain("deployment.run");
});

test("ten deployments at once get ten numbers and lose none", async () => {
  const order = { teamId: world.teamId, resourceId, trigger: "manual", commit: null } as const;
  const all = await Promise.all(Array.from({ length: 6 }, () => enqueueDeployment(deps, order)));
  expect(all.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  expect((await application()).deploymentCount).toBe(6);
});

test("one push asked for at the same moment by many is one deployment", async () => {
  const order = {
    teamId: world.teamId,
    resourceId,
    trigger: "push",
    commit: null,
    naturalKey: "push:main:a",
  } as const;
  const all = await Promise.all(Array.from({ length: 5 }, () => enqueueDeployment(deps, order)));
  expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
});

test("a deployment whose place was taken is told to the pages that are open", async () => {
  const told: LiveEvent[] = [];
  deps.hub.publish = (_team, event) => void told.push(event);
  const waiting = await deploy(shaOf("a"));
  await deploy(shaOf("b"));
  expect(told).toContainEqual({
    type: "deployment",
    id: waiting.id,
    application: resourceId,
    status: "superseded",
  });
});

test("a newer deployment supersedes those of its application that wait, whoever asked, and no work that has begun", async () => {
  const push = (sha: string) =>
    enqueueDeployment(deps, {
      teamId: world.teamId,
      resourceId,
      trigger: "push",
      commit: sha,
      naturalKey: sha,
    });
  const begun = await push(shaOf("1"));
  const lease = leaseOf(await runner.claim());
  const waiting = await push(shaOf("2"));
  const wish = await deploy();
  const newest = await push(shaOf("3"));
  const statuses = await Promise.all([begun, waiting, wish, newest].map(async ({ id }) => (await rowOf(id)).status));
  expect(statuses).toEqual(["running", "superseded", "superseded", "queued"]);
  expect(await rowOf(waiting.id)).toMatchObject({ supersededBy: wish.id });
  expect(await rowOf(wish.id)).toMatchObject({ supersededBy: newest.id });
  const jobs = await deps.db.select().from(schema.job);
  expect(jobs.map(({ state }) => state).toSorted()).toEqual(["cancelled", "cancelled", "queued", "running"]);
  await runner.finish(lease, deployed());
  expect((await runner.claim())?.payload).toMatchObject({ spec: { deployment: newest.id } });
});

test("a deployment whose first attempt broke is begun work, and no newer one takes its place", async () => {
  const begun = await deploy();
  await runner.finish(leaseOf(await runner.claim()), faulted);
  await deploy();
  expect((await rowOf(begun.id)).status).toBe("queued");
});

describe("what cannot work is refused with what to do", () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ["an application being removed", () => setResource({ state: "removing" }), "resource.removing"],
    ["no repository and no image", () => setApplication({ repositoryUrl: null }), "application.no_origin"],
    ["a revoked runner", () => deps.db.update(schema.runner).set({ revokedAt: 1 }), "runner.revoked"],
  ])("%s", async (_, given, code) => {
    await given();
    await expect(deploy()).rejects.toMatchObject({ code });
  });

  test.each([
    [{ deployKeyPublic: null }, "source.no_deploy_key"],
    [{ deployKeyPublic: "ssh-ed25519 AAAA", deployKeyRunnerId: null }, "source.deploy_key_elsewhere"],
  ])("a deploy key with %o", async (given, code) => {
    const source = await aSource(deps, world, { auth: "deploy-key", ...given });
    await setApplication({ sourceId: source.id, repositoryUrl: "git@forge.test:ada/shop.git" });
    await expect(deploy()).rejects.toMatchObject({ code });
  });

  test("a commit for an application that runs an image", async () => {
    await setApplication({ repositoryUrl: null, repository: null, branch: null, image: "ghcr.io/a/b:1" });
    await expect(deploy(shaOf("a"))).rejects.toMatchObject({ code: "resource.no_repository" });
    expect(await deploy()).toMatchObject({ ref: null, status: "queued" });
  });
});

test("strangers and viewers cannot deploy, cancel or roll back", async () => {
  const { id } = await deploy();
  const stranger = await aTeam(deps);
  const viewer = await aMember(deps, world.teamId, "viewer");
  const input = { id: resourceId, input: { noCache: false } };
  await expect(deployResource(deps, stranger, input)).rejects.toMatchObject({ code: "application.not_found" });
  await expect(cancelDeployment(deps, stranger, { id })).rejects.toMatchObject({ code: "deployment.not_found" });
  await expect(rollbackDeployment(deps, stranger, { id })).rejects.toMatchObject({ code: "deployment.not_found" });
  await expect(deployResource(deps, viewer, input)).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect(cancelDeployment(deps, viewer, { id })).rejects.toMatchObject({ code: "auth.forbidden" });
});

describe("cancel", () => {
  test("in the queue it ends at once and is never claimed", async () => {
    const { id } = await deploy();
    expect(await cancelDeployment(deps, world.actor, { id })).toMatchObject({ status: "cancelled" });
    expect(await runner.claim()).toBeNull();
  });

  test("of an attempt that broke before has the target looked at", async () => {
    const { id } = await deploy();
    const lease = leaseOf(await runner.claim());
    await deps.db.update(schema.job).set({ state: "queued", leaseId: null }).where(eq(schema.job.id, lease.job));
    await deps.db.update(schema.deployment).set({ status: "queued" }).where(eq(schema.deployment.id, id));
    await cancelDeployment(deps, world.actor, { id });
    expect((await runner.claim())?.payload).toMatchObject({ kind: "reconcile", lostDeployment: id });
  });

  test("while it runs it is told to the runner, and asking again changes nothing", async () => {
    const { id } = await deploy();
    await runner.claim();
    expect(await cancelDeployment(deps, world.actor, { id })).toMatchObject({ status: "cancelling" });
    expect(await cancelDeployment(deps, world.actor, { id })).toMatchObject({ status: "cancelling" });
    expect((await audits()).filter((action) => action === "deployment.cancel")).toHaveLength(1);
  });

  test("after it serves or has ended it is refused", async () => {
    const { id } = await deploy();
    const lease = leaseOf(await runner.claim());
    await runner.progress(lease, { steps: [aStep("flip", "passed")] });
    await expect(cancelDeployment(deps, world.actor, { id })).rejects.toMatchObject({ code: "deployment.live" });
    await runner.finish(lease, deployed());
    await expect(cancelDeployment(deps, world.actor, { id })).rejects.toMatchObject({ code: "deployment.finished" });
  });

  test("against a finish in the same instant there is one end", async () => {
    const { id } = await deploy();
    const lease = leaseOf(await runner.claim());
    await Promise.allSettled([cancelDeployment(deps, world.actor, { id }), runner.finish(lease, deployed())]);
    expect((await rowOf(id)).status).toBe("succeeded");
  });
});

test("a redeploy takes the old commit with the settings of today", async () => {
  const first = await released(1);
  await setApplication({
    container: {
      ...usualContainer,
      port: 9,
      stopGraceSeconds: 1,
      pidsLimit: 16,
    },
  });
  await redeploy(deps, world.actor, { id: first.id });
  expect((await runner.claim())?.payload).toMatchObject({
    reuseImage: null,
    spec: { number: 2, container: { port: 9 }, source: { commit: shaOf("1") } },
  });
});

test("stop, start and restart need a release, and the same wish twice is one job", async () => {
  const operate = (kind: "stop" | "start") => operateResource(deps, world.actor, { id: resourceId, kind });
  await expect(operate("stop")).rejects.toMatchObject({ code: "resource.never_deployed" });
  await released(1);
  const [first, second] = [await operate("stop"), await operate("stop")];
  expect(second.id).toBe(first.id);
  const start = await operate("start");
  expect((await operate("stop")).id).not.toBe(first.id);
  expect(start.kind).toBe("start");
});

test("a deployment shows every step, those not reached included", async () => {
  const { id } = await deploy();
  const lease = leaseOf(await runner.claim());
  await runner.progress(lease, { steps: [aStep("connect", "passed", { durationMs: 12 }), aStep("fetch", "started")] });
  const detail = await toDetail(deps, await rowOf(id));
  expect(detail.steps.map(({ name, status }) => `${name} ${status}`).slice(0, 3)).toEqual([
    "connect passed",
    "fetch started",
    "build waiting",
  ]);
  expect(detail.steps).toHaveLength(procedures.overlap.length);
});

describe("a queued deployment says what it waits for", () => {
  const waiting = async (id: string) => (await viewOf(id)).waitingReason;

  test("nothing, when the runner will take it with its next look", async () => {
    expect(await waiting((await deploy()).id)).toBeNull();
  });

  test("a runner that does not take it, within seconds", async () => {
    const { id } = await deploy();
    deps.clock.advance(3_000);
    expect(await waiting(id)).toBe("Runner harbour-1 does not take it: it was last heard 3 s ago and may be stopped.");
  });

  test("a runner whose places are taken by other work", async () => {
    await deploy();
    await runner.claim();
    await deps.db.update(schema.server).set({ buildConcurrency: 4 });
    const { id } = await deployResource(deps, world.actor, {
      id: await anApplication(deps, world),
      input: { noCache: false },
    });
    deps.clock.advance(3_000);
    expect(await waiting(id)).toBe(
      "Runner harbour-1 works on one other job; this one begins when it has a place free.",
    );
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ["a runner that is away", async () => deps.clock.advance(200_000), "Runner harbour-1 was last seen 3 min ago."],
    ["a host key", () => deps.db.update(schema.server).set({ state: "untrusted" }), "host key of server web-1 waits"],
    ["the same application", () => runner.claim(), "Another deployment of this application is running."],
  ])("%s", async (_, given, reason) => {
    await deploy();
    await given();
    const { id } = await deploy();
    expect(await waiting(id)).toContain(reason);
  });

  test("its turn and the server's build slots", async () => {
    await deploy();
    await runner.claim();
    const second = await deploy();
    expect(await waiting(second.id)).toBe("Another deployment of this application is running.");
    const other = await deployResource(deps, world.actor, {
      id: await anApplication(deps, world),
      input: { noCache: false },
    });
    expect(await waiting(other.id)).toBe("Server web-1 is already building as much as it may (1).");
  });
});

describe("wishes for the release that serves", () => {
  const ask = (kind: "stop" | "start" | "restart") => operateResource(deps, world.actor, { id: resourceId, kind });
  const queued = async () => {
    const rows = await deps.db.select().from(schema.job);
    return rows.filter(({ state }) => state === "queued").map(({ kind }) => kind);
  };

  test("a newer one takes the place of those that nobody has begun, and no more than one waits", async () => {
    await released(1);
    for (let i = 0; i < 5; i++) {
      await ask("stop");
      await ask("start");
      await ask("restart");
    }
    expect(await queued()).toEqual(["restart"]);
    await ask("stop");
    expect(await queued()).toEqual(["stop"]);
  });

  test("a start asks for nothing more than the restart that waits", async () => {
    await released(1);
    await ask("restart");
    expect(await ask("start")).toMatchObject({ kind: "restart" });
    expect(await queued()).toEqual(["restart"]);
  });

  test("one that was begun goes on, and a deployment that waits stays", async () => {
    await released(1);
    await ask("stop");
    await runner.claim();
    await deploy();
    await ask("start");
    expect((await queued()).sort()).toEqual(["deploy", "start"]);
    expect((await deps.db.select().from(schema.job)).filter(({ state }) => state === "running")).toHaveLength(1);
  });
});
