import { schema } from "@fairlead/db";
import type { JobOutcome } from "@fairlead/runner/contract";
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { atInstant } from "../../testing/at-instant.ts";
import { aFlowWorld, anApplication, anotherServer, type FlowWorld, runsAlsoOn } from "../../testing/flow.ts";
import { aRunnerClient, aStep, deployed, failed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { cancelDeployment } from "../deployments/cancel-deployment.ts";
import { toDetail } from "../deployments/deployment-views.ts";
import { getDeploymentRow } from "../deployments/deployments.store.ts";
import { enqueueDeployment } from "../deployments/enqueue-deployment.ts";
import { operateResource } from "../deployments/operate-resource.ts";
import { rollbackDeployment } from "../deployments/rollback-deployment.ts";
import { levelTargets } from "./level-targets.ts";

let deps: TestDeps;
let world: FlowWorld;
let second: Awaited<ReturnType<typeof anotherServer>>;
let one: ReturnType<typeof aRunnerClient>;
let two: ReturnType<typeof aRunnerClient>;
let shop: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  second = await anotherServer(deps, world, { name: "web-2" });
  one = aRunnerClient(deps, world);
  two = aRunnerClient(deps, second);
  shop = await anApplication(deps, world);
  await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const sha = "c".repeat(40);
const image = (digit: number) => `sha256:${String(digit).repeat(64)}`;
const away: Extract<JobOutcome, { kind: "failed" }> = {
  kind: "failed",
  cause: {
    class: "server-unreachable",
    step: "connect",
    sentence: "The server did not answer.",
    evidence: [],
    nextAction: "See that the server is up.",
  },
};
async function deploy(commit: string | null = sha) {
  deps.clock.advance(1_000);
  return (await enqueueDeployment(deps, { teamId: world.teamId, resourceId: shop, trigger: "manual", commit })).id;
}
const view = async (id: string) => toDetail(deps, await getDeploymentRow(deps.db, world.teamId, id));
const results = async (id: string) =>
  Object.fromEntries(
    (await view(id)).targets.map(({ server, status, servingNumber }) => [server.name, [status, servingNumber]]),
  );
const application = async () => (await deps.db.select().from(schema.resource).where(eq(schema.resource.id, shop)))[0];
const behind = async () =>
  (await deps.db.select().from(schema.resourceTarget).where(eq(schema.resourceTarget.isBehind, true))).map(
    (row) => row.destinationId,
  );
async function finish(runner: typeof one, outcome: JobOutcome) {
  await runner.finish(leaseOf(await runner.claim()), outcome);
  await deps.settle();
}
const bothServe = async () => {
  const id = await deploy();
  await finish(one, deployed());
  await finish(two, deployed());
  return id;
};
/** A check got an answer from the second server. */
const seenAgain = async () => {
  deps.clock.advance(60_000);
  await deps.db
    .update(schema.server)
    .set({ lastSeenAt: deps.clock.now() })
    .where(eq(schema.server.id, second.serverId));
  await levelTargets(deps);
};
const openJobs = async () =>
  (
    await deps.db
      .select()
      .from(schema.job)
      .where(and(eq(schema.job.state, "queued"), eq(schema.job.kind, "deploy")))
  ).map(({ serverId, deploymentId }) => [serverId, deploymentId]);

describe("a deployment to two servers", () => {
  test("builds on each by the way out of that server, as it is when its turn comes", async () => {
    const setWayOut = (serverId: string, httpProxy: string) =>
      deps.db.update(schema.server).set({ httpProxy }).where(eq(schema.server.id, serverId));
    await setWayOut(world.serverId, "http://proxy-of-one.test:3128");
    await deploy();
    await setWayOut(second.serverId, "http://proxy-of-two.test:3128");
    const wayOut = async (runner: typeof one) => {
      const payload = (await runner.claim())?.payload;
      return payload?.kind === "deploy" ? payload.spec.outboundProxy?.http : undefined;
    };
    expect(await wayOut(one)).toBe("http://proxy-of-one.test:3128");
    expect(await wayOut(two)).toBe("http://proxy-of-two.test:3128");
  });

  test("is one deployment with a job for each, and each job speaks of its own server", async () => {
    const id = await deploy();
    const first = await one.claim();
    const other = await two.claim();
    expect([first?.payload, other?.payload]).toMatchObject([
      { kind: "deploy", spec: { deployment: id, number: 1, network: "fairlead-main" } },
      { kind: "deploy", spec: { deployment: id, number: 1, network: "fairlead-web-2" } },
    ]);
  });

  test("has succeeded only when both servers serve it", async () => {
    const id = await deploy();
    await finish(one, deployed());
    expect(await view(id)).toMatchObject({
      status: "running",
      waitingReason: expect.stringMatching(/^Waiting for web-2\./),
    });
    expect(await results(id)).toEqual({ "web-1": ["succeeded", 1], "web-2": ["queued", null] });
    await finish(two, deployed());
    expect(await view(id)).toMatchObject({ status: "succeeded", cause: null, isActive: true });
    expect(await application()).toMatchObject({ state: "running" });
    expect(await behind()).toEqual([]);
  });

  test("shows the steps of the server that is asked for", async () => {
    const id = await deploy();
    const ofFirst = leaseOf(await one.claim());
    await two.claim();
    await one.progress(ofFirst, { steps: [aStep("fetch", "passed")] });
    const stepsOn = async (serverId: string) => {
      const detail = await toDetail(deps, await getDeploymentRow(deps.db, world.teamId, id), serverId);
      return [detail.attempt, detail.steps.flatMap(({ name, status }) => (status === "passed" ? [name] : []))];
    };
    expect(await stepsOn(world.serverId)).toEqual([1, ["fetch"]]);
    expect(await stepsOn(second.serverId)).toEqual([1, []]);
    await expect(stepsOn("srv_elsewhere")).rejects.toMatchObject({ kind: "not-found" });
  });

  test("tells who serves the new release and who still the old one when one server was away", async () => {
    await bothServe();
    const id = await deploy();
    await finish(one, deployed(image(2)));
    await finish(two, away);
    expect(await view(id)).toMatchObject({
      status: "failed",
      isActive: true,
      cause: {
        sentence: "web-1 serves this release. web-2 still serves #1: The server did not answer.",
        nextAction: "web-2 gets this release by itself once the server answers again.",
      },
    });
    expect(await behind()).toEqual([second.destinationId]);
  });

  test("serves everywhere what served before when the release itself fails on both", async () => {
    const before = await bothServe();
    const id = await deploy();
    await finish(one, failed());
    await finish(two, failed());
    expect(await view(id)).toMatchObject({ status: "failed", isActive: false });
    expect(await view(before)).toMatchObject({ isActive: true });
    expect(await behind()).toEqual([]);
  });

  test("has one server look for the head of the branch, and the other runs the commit that it finds", async () => {
    await deploy(null);
    expect(await two.claim()).toBeNull();
    const lease = leaseOf(await one.claim());
    const commit = { sha, author: "Ada", subject: "Change it", committedAt: 1_000 };
    await one.progress(lease, { steps: [aStep("fetch", "passed", { commit })] });
    expect((await two.claim())?.payload).toMatchObject({ spec: { source: { commit: sha } } });
  });

  test("is not held up by a server that cannot find the head of the branch", async () => {
    await deploy(null);
    await finish(one, away);
    expect(await two.claim()).not.toBeNull();
  });

  test("is cancelled where it does not serve yet, and says so", async () => {
    const id = await deploy();
    await finish(one, deployed());
    await cancelDeployment(deps, world.actor, { id });
    expect(await two.claim()).toBeNull();
    expect(await view(id)).toMatchObject({ status: "cancelled", isActive: true });
    expect(await results(id)).toEqual({ "web-1": ["succeeded", 1], "web-2": ["cancelled", null] });
  });

  test("yields to a newer one on each server where nobody has begun it", async () => {
    const older = await deploy();
    await finish(one, deployed());
    const newer = await deploy();
    expect(await results(older)).toEqual({ "web-1": ["succeeded", 1], "web-2": ["superseded", null] });
    expect(await view(older)).toMatchObject({ status: "superseded", supersededBy: newer });
    await finish(two, deployed());
    expect(await results(newer)).toEqual({ "web-1": ["queued", 1], "web-2": ["succeeded", 2] });
  });
});

describe("a server that was away", () => {
  let release: string;
  beforeEach(async () => {
    await bothServe();
    release = await deploy();
    await finish(one, deployed(image(2)));
    await finish(two, away);
  });

  test("is not asked again before it answers", async () => {
    await levelTargets(deps);
    expect(await openJobs()).toEqual([]);
  });

  test("gets the release that serves elsewhere by itself, and the others are left alone", async () => {
    await seenAgain();
    expect(await openJobs()).toEqual([[second.serverId, release]]);
    expect(await one.claim()).toBeNull();
    await finish(two, deployed(image(3)));
    expect(await view(release)).toMatchObject({ status: "succeeded", cause: null });
    expect(await results(release)).toEqual({ "web-1": ["succeeded", 2], "web-2": ["succeeded", 2] });
    expect(await behind()).toEqual([]);
  });

  test("is asked once, however often and from how many places it is looked for", async () => {
    await seenAgain();
    await Promise.all([levelTargets(deps), levelTargets(deps)]);
    expect(await openJobs()).toHaveLength(1);
  });

  test("counts its attempts on, so that what an earlier one left is not taken for newer", async () => {
    const attempts = async () => (await view(release)).targets[1]?.attempt;
    expect(await attempts()).toBe(1);
    await seenAgain();
    const answer = await two.claim();
    expect(answer?.lease.attempt).toBe(2);
  });

  test("is tried again the next time that it answers when it went away once more", async () => {
    await seenAgain();
    await finish(two, away);
    expect(await openJobs()).toEqual([]);
    await levelTargets(deps);
    expect(await openJobs()).toEqual([]);
    await seenAgain();
    expect(await openJobs()).toEqual([[second.serverId, release]]);
  });

  test("is left to a person when the release itself fails there", async () => {
    await seenAgain();
    await finish(two, failed());
    await seenAgain();
    expect(await openJobs()).toEqual([]);
    expect((await view(release)).cause?.sentence).toBe(
      "web-1 serves this release. web-2 still serves #1: The build broke.",
    );
  });

  test("gets the newer release at once when one comes before anybody began to bring it level", async () => {
    await seenAgain();
    const newer = await deploy();
    expect(await openJobs()).toEqual([
      [world.serverId, newer],
      [second.serverId, newer],
    ]);
    expect(await view(release)).toMatchObject({ status: "failed" });
    await levelTargets(deps);
    expect(await openJobs()).toHaveLength(2);
  });

  test("gets what serves when the newer release came to nothing", async () => {
    await seenAgain();
    await deploy();
    await finish(one, failed());
    await finish(two, failed());
    await seenAgain();
    expect(await openJobs()).toEqual([[second.serverId, release]]);
  });
});

describe("a server that is added to an application that serves", () => {
  let third: typeof second;
  let release: string;
  beforeEach(async () => {
    release = await bothServe();
    third = await anotherServer(deps, world, { name: "web-3" });
    const added = { resourceId: shop, destinationId: third.destinationId, position: 2 };
    await runsAlsoOn(deps, world, added);
    await deps.db
      .update(schema.resourceTarget)
      .set({ isBehind: true })
      .where(eq(schema.resourceTarget.destinationId, third.destinationId));
    await deps.db
      .update(schema.server)
      .set({ lastSeenAt: deps.clock.now() })
      .where(eq(schema.server.id, third.serverId));
  });

  test("is brought level by itself, while the deployment stays the success that it was", async () => {
    await levelTargets(deps);
    expect(await openJobs()).toEqual([[third.serverId, release]]);
    expect(await view(release)).toMatchObject({ status: "succeeded" });
    await finish(aRunnerClient(deps, third), failed());
    expect(await view(release)).toMatchObject({ status: "succeeded", cause: null });
    expect(await results(release)).toMatchObject({ "web-3": ["failed", null] });
  });

  test("builds the release that a rollback brings back, and the others start their image again", async () => {
    const older = release;
    await deploy();
    await finish(one, deployed(image(2)));
    await finish(two, deployed(image(2)));
    await finish(aRunnerClient(deps, third), deployed(image(2)));
    await rollbackDeployment(deps, world.actor, { id: older });
    const reused = async (runner: typeof one) => {
      const payload = (await runner.claim())?.payload;
      return payload?.kind === "deploy" ? payload.reuseImage : undefined;
    };
    expect([await reused(one), await reused(two), await reused(aRunnerClient(deps, third))]).toEqual([
      image(1),
      image(1),
      null,
    ]);
  });
});

describe("a rollback to a release that came only to some of its servers", () => {
  const reusedBy = async (runner: typeof one) => {
    const payload = (await runner.claim())?.payload;
    return payload?.kind === "deploy" ? payload.reuseImage : undefined;
  };
  const shown = async (id: string) => (await view(id)).canRollBack;

  test("is offered when it failed elsewhere: who served it starts it again, and the other builds it", async () => {
    await bothServe();
    const partly = await deploy();
    await finish(one, deployed(image(2)));
    await finish(two, failed());
    // What a server built and never served is not kept there.
    await deps.db
      .update(schema.deploymentTarget)
      .set({ image: image(2) })
      .where(and(eq(schema.deploymentTarget.deploymentId, partly), eq(schema.deploymentTarget.status, "failed")));
    await deploy();
    await finish(one, deployed(image(3)));
    await finish(two, deployed(image(3)));
    expect(await shown(partly)).toBe(true);
    await rollbackDeployment(deps, world.actor, { id: partly });
    expect([await reusedBy(one), await reusedBy(two)]).toEqual([image(2), null]);
  });

  test("is offered also when its version crashed on the other", async () => {
    await bothServe();
    const partly = await deploy();
    await finish(one, deployed(image(2)));
    const crashed: JobOutcome = { kind: "failed", cause: { ...away.cause, class: "crashed", step: "start" } };
    await finish(two, crashed);
    await deploy();
    await finish(one, deployed(image(3)));
    await finish(two, deployed(image(3)));
    expect(await shown(partly)).toBe(true);
  });

  test("is not offered when a newer one took its place on the way, which is said", async () => {
    await bothServe();
    const partly = await deploy();
    await finish(one, deployed(image(2)));
    await deploy();
    await finish(one, deployed(image(3)));
    await finish(two, deployed(image(3)));
    expect(await view(partly)).toMatchObject({ status: "superseded", canRollBack: false });
    await expect(rollbackDeployment(deps, world.actor, { id: partly })).rejects.toMatchObject({
      code: "deployment.not_everywhere",
      message: expect.stringContaining("superseded before it was brought out everywhere"),
    });
  });

  test("is not offered when it was called off on the way", async () => {
    await bothServe();
    const partly = await deploy();
    await finish(one, deployed(image(2)));
    await cancelDeployment(deps, world.actor, { id: partly });
    await deploy();
    await finish(one, deployed(image(3)));
    await finish(two, deployed(image(3)));
    await expect(rollbackDeployment(deps, world.actor, { id: partly })).rejects.toMatchObject({
      code: "deployment.not_everywhere",
    });
  });

  test("is refused as one that never served when it failed everywhere", async () => {
    await bothServe();
    const never = await deploy();
    await finish(one, failed());
    await finish(two, failed());
    expect(await shown(never)).toBe(false);
    await expect(rollbackDeployment(deps, world.actor, { id: never })).rejects.toMatchObject({
      code: "deployment.never_served",
    });
  });
});

test("what is asked of an application is asked on each of its servers", async () => {
  await bothServe();
  await operateResource(deps, world.actor, { id: shop, kind: "stop" });
  expect((await one.claim())?.payload.kind).toBe("stop");
  expect((await two.claim())?.payload.kind).toBe("stop");
});

test("two servers that end in the same instant leave no deployment open", async () => {
  for (let instant = 1; ; instant++) {
    const id = await deploy();
    const leases = [leaseOf(await one.claim()), leaseOf(await two.claim())] as const;
    const isMet = await atInstant(deps.db.$client, {
      instant,
      work: () => one.finish(leases[0], deployed()),
      meanwhile: () => two.finish(leases[1], failed()),
    });
    if (!isMet) await two.finish(leases[1], failed());
    await deps.settle();
    expect(await view(id), `in instant ${instant}`).toMatchObject({
      status: "failed",
      cause: { sentence: "web-1 serves this release. Nothing serves on web-2: The build broke." },
    });
    if (!isMet) return expect(instant).toBeGreaterThan(3);
  }
});
