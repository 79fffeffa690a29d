import { schema } from "@fairlead/db";
import type { JobOutcome } from "@fairlead/runner/contract";
import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deleteServer } from "../../places/servers/delete-server.ts";
import { serverRoutes } from "../../routing/server-routes.ts";
import { aFlowWorld, anApplication, anotherServer, type FlowWorld, runsAlsoOn } from "../../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { aTeam, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { enqueueDeployment } from "../deployments/enqueue-deployment.ts";
import { forgetServer } from "./forget-server.ts";
import { forgetTarget } from "./forget-target.ts";
import { removeResource } from "./remove-resource.ts";

// A server that never comes back must hold nobody up; one that does come back must find nothing taken for known.

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
  shop = await anApplication(deps, world, { name: "shop" });
  await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
  await enqueueDeployment(deps, { teamId: world.teamId, resourceId: shop, trigger: "manual", commit: null });
  const commit = { sha: "c".repeat(40), author: "Ada", subject: "Change it", committedAt: 1_000 };
  await one.finish(leaseOf(await one.claim()), deployed(undefined, commit));
  await two.finish(leaseOf(await two.claim()), deployed(undefined, commit));
  await deps.settle();
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const { resource, resourceTarget, job, server, deployment } = schema;
const goesAway = (id = second.serverId) =>
  deps.db.update(server).set({ state: "unreachable" }).where(eq(server.id, id));
const answersAgain = () => deps.db.update(server).set({ state: "ready" }).where(eq(server.id, second.serverId));
async function leave() {
  const { teamId, runnerId, serverId, destinationId } = second;
  await deps.db
    .update(resourceTarget)
    .set({ state: "removing" })
    .where(and(eq(resourceTarget.resourceId, shop), eq(resourceTarget.destinationId, destinationId)));
  await insertJob(deps.db, newJob(deps, { kind: "remove", teamId, runnerId, serverId, resourceId: shop }));
}
const forget = () => forgetTarget(deps, world.actor, { id: shop, destinationId: second.destinationId });
const placesOf = async (id = shop) =>
  (await deps.db.select().from(resourceTarget).where(eq(resourceTarget.resourceId, id))).map(
    ({ destinationId }) => destinationId,
  );
const openOn = async (serverId: string) =>
  (
    await deps.db
      .select({ kind: job.kind, of: job.subjectId })
      .from(job)
      .where(and(eq(job.serverId, serverId), eq(job.state, "queued")))
  ).filter(({ kind }) => kind !== "sync-routes");

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
const seen = (missing: string[]): JobOutcome => ({
  kind: "succeeded",
  result: {
    kind: "check-server",
    reachable: true,
    seen: null,
    lines: [],
    facts,
    cause: null,
    missing,
    certificates: [],
  },
});
type Place = { teamId: string; runnerId: string; serverId: string };
/** The server is looked at: it is asked for what is told, and has all of it but what is missing. */
async function look({ teamId, runnerId, serverId }: Place, missing: string[] = []) {
  const runner = aRunnerClient(deps, { teamId, runnerId });
  await deps.db
    .update(job)
    .set({ state: "cancelled" })
    .where(and(eq(job.serverId, serverId), eq(job.kind, "sync-routes")));
  await insertJob(deps.db, newJob(deps, { kind: "check-server", teamId, runnerId, serverId }));
  const answer = await runner.claim();
  await runner.finish(leaseOf(answer), seen(missing));
  await deps.settle();
  return answer?.payload.kind === "check-server" ? answer.payload.expected : undefined;
}
const removed: JobOutcome = {
  kind: "succeeded",
  result: { kind: "observed", state: "absent", liveDeployment: null },
};

describe("a server that a resource is leaving and that is away", () => {
  beforeEach(async () => {
    await leave();
    await goesAway();
  });

  test("is forgotten: what waits for it ends, and the resource serves elsewhere as before", async () => {
    const { isRemoved, leftBehind } = await forget();
    expect(isRemoved).toBe(false);
    expect(leftBehind.join(" ")).toContain(shop);
    expect(leftBehind.join(" ")).toMatch(/volumes/);
    expect(await placesOf()).toEqual([world.destinationId]);
    expect(await openOn(second.serverId)).toEqual([]);
    expect(await deps.db.select().from(deployment).where(eq(deployment.isActive, true))).toHaveLength(1);
    await deleteServer(deps, world.actor, { id: second.serverId });
  });

  test("is forgotten once: asked again there is nothing to forget", async () => {
    await forget();
    await expect(forget()).rejects.toMatchObject({ code: "destination.not_found" });
  });

  test("is told to everybody who looks later", async () => {
    await forget();
    const [entry] = await deps.db.select().from(schema.audit).where(eq(schema.audit.action, "resource.forget"));
    expect(entry).toMatchObject({ target: shop, detail: expect.stringContaining("web-2") });
  });

  test("is not forgotten while it can be reached", async () => {
    await answersAgain();
    await expect(forget()).rejects.toMatchObject({ code: "resource.server_reachable" });
  });

  test("is not forgotten by a member, and not by another team", async () => {
    const at = { id: shop, destinationId: second.destinationId };
    await expect(forgetTarget(deps, { ...world.actor, role: "member" }, at)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    await expect(forgetTarget(deps, await aTeam(deps), at)).rejects.toMatchObject({ kind: "not-found" });
  });
});

test("a server on which a resource is to run is not forgotten", async () => {
  await goesAway();
  await expect(forget()).rejects.toMatchObject({ code: "resource.not_leaving" });
  expect(await placesOf()).toHaveLength(2);
});

describe("a resource that is deleted with force", () => {
  const force = () => removeResource(deps, world.actor, { id: shop, isForced: true });

  test("is given up on the server that is away, and goes when the one that answers is empty", async () => {
    await goesAway();
    const { isRemoved, leftBehind } = await force();
    expect(isRemoved).toBe(false);
    expect(leftBehind.join(" ")).toContain("web-2");
    expect(leftBehind.join(" ")).not.toContain("web-1 ");
    expect(await placesOf()).toEqual([world.destinationId]);
    expect(await openOn(second.serverId)).toEqual([]);
    await one.finish(leaseOf(await claimOf(one, "remove")), removed);
    await deps.settle();
    expect(await deps.db.select().from(resource)).toEqual([]);
  });

  test("is not given up anywhere while every server answers", async () => {
    await expect(force()).rejects.toMatchObject({ code: "resource.server_reachable" });
    expect(await openOn(second.serverId)).toEqual([]);
  });

  test("goes at once when none of them answers", async () => {
    await goesAway();
    await goesAway(world.serverId);
    expect(await force()).toMatchObject({ isRemoved: true });
    expect(await deps.db.select().from(resource)).toEqual([]);
  });
});

describe("a resource that is deleted while one of its servers is away", () => {
  beforeEach(async () => {
    await goesAway();
    await removeResource(deps, world.actor, { id: shop, isForced: false });
  });

  test("goes once the other is empty and this one is forgotten", async () => {
    await one.finish(leaseOf(await claimOf(one, "remove")), removed);
    await deps.settle();
    expect((await forget()).isRemoved).toBe(true);
    expect(await deps.db.select().from(resource)).toEqual([]);
    await deleteServer(deps, world.actor, { id: second.serverId });
  });

  test("stays until the other is empty", async () => {
    expect((await forget()).isRemoved).toBe(false);
    await one.finish(leaseOf(await claimOf(one, "remove")), removed);
    await deps.settle();
    expect(await deps.db.select().from(resource)).toEqual([]);
  });

  test("does not keep the server that it was told by", async () => {
    await deps.db.update(resource).set({ destinationId: second.destinationId }).where(eq(resource.id, shop));
    await forget();
    await deleteServer(deps, world.actor, { id: second.serverId });
    expect(await placesOf()).toEqual([world.destinationId]);
  });
});

/** Takes jobs until there is one of this kind. */
async function claimOf(runner: typeof one, kind: string) {
  for (;;) {
    const answer = await runner.claim();
    if (!answer || answer.payload.kind === kind) return answer;
    await deps.db.update(job).set({ state: "cancelled" }).where(eq(job.state, "running"));
  }
}

describe("a forgotten server that is connected again", () => {
  beforeEach(async () => {
    await leave();
    await goesAway();
    await forget();
    await answersAgain();
  });

  test("has what was forgotten removed when that is found there", async () => {
    expect(await look(second)).toEqual([shop]);
    const answer = await two.claim();
    expect(answer?.payload).toMatchObject({ kind: "remove", application: shop, team: world.teamId });
    await two.finish(leaseOf(answer), removed);
    expect(await placesOf()).toEqual([world.destinationId]);
    expect(await look(second)).toEqual([]);
  });

  test("is not asked any more once nothing of it was found", async () => {
    expect(await look(second, [shop])).toEqual([shop]);
    expect(await openOn(second.serverId)).toEqual([]);
    expect(await look(second)).toEqual([]);
  });

  test("routes and expects nothing of it", async () => {
    expect((await serverRoutes(deps, world.teamId, second.serverId)).applications).toEqual([]);
    await look(second);
    expect(await openOn(second.serverId)).toEqual([{ kind: "remove", of: shop }]);
  });

  test("is cleaned as a new server of the team as well, also of what is deleted since", async () => {
    await deleteServer(deps, world.actor, { id: second.serverId });
    await goesAway(world.serverId);
    await removeResource(deps, world.actor, { id: shop, isForced: true });
    const again = await anotherServer(deps, world, { name: "web-2" });
    expect(await look(again)).toEqual([shop]);
    const answer = await aRunnerClient(deps, again).claim();
    expect(answer?.payload).toMatchObject({ kind: "remove", application: shop });
  });

  test("is left alone by other teams", async () => {
    const stranger = await aFlowWorld(deps);
    expect(await look(stranger)).toEqual([]);
  });

  test("keeps what is to run there again, also when its removal was asked for", async () => {
    await look(second);
    await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
    expect(await two.claim()).toBeNull();
    expect(await placesOf()).toContain(second.destinationId);
    expect(await look(second)).toEqual([]);
  });

  test("keeps a place that came while its removal ran", async () => {
    await look(second);
    const lease = leaseOf(await two.claim());
    await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
    await two.finish(lease, removed);
    expect(await placesOf()).toContain(second.destinationId);
  });

  test("has nothing put in order by a job from before", async () => {
    const { teamId, runnerId, serverId } = second;
    for (const kind of ["reconcile", "start", "restart"] as const)
      await insertJob(deps.db, newJob(deps, { kind, teamId, runnerId, serverId, resourceId: shop }));
    await deps.db.update(job).set({ state: "cancelled" }).where(eq(job.kind, "sync-routes"));
    expect(await two.claim()).toBeNull();
  });
});

describe("a server that is away for good", () => {
  beforeEach(() => goesAway());
  const giveUp = () => forgetServer(deps, world.actor, { id: second.serverId });

  test("is deleted with the places of what serves elsewhere too", async () => {
    expect((await giveUp()).leftBehind.join(" ")).toContain(shop);
    expect(await placesOf()).toEqual([world.destinationId]);
    expect(await deps.db.select().from(server)).toHaveLength(1);
    expect(await deps.db.select().from(deployment).where(eq(deployment.isActive, true))).toHaveLength(1);
  });

  test("is kept while something runs on it alone, which is named", async () => {
    await anApplication(deps, world, { name: "alone", destinationId: second.destinationId });
    await expect(giveUp()).rejects.toMatchObject({ code: "server.in_use", message: expect.stringContaining("alone") });
    expect(await placesOf()).toHaveLength(2);
  });

  test("is kept while it is the only one that serves", async () => {
    await deps.db
      .update(resourceTarget)
      .set({ deploymentId: null })
      .where(eq(resourceTarget.destinationId, world.destinationId));
    await expect(giveUp()).rejects.toMatchObject({ code: "server.in_use" });
  });

  test("is kept while a deployment waits for it", async () => {
    await enqueueDeployment(deps, { teamId: world.teamId, resourceId: shop, trigger: "manual", commit: null });
    await expect(giveUp()).rejects.toMatchObject({ code: "resource.deploying" });
    expect(await placesOf()).toHaveLength(2);
  });

  test("is not given up while it can be reached", async () => {
    await answersAgain();
    await expect(giveUp()).rejects.toMatchObject({ code: "resource.server_reachable" });
  });

  test("goes with what was being deleted from it alone", async () => {
    const alone = await anApplication(deps, world, { name: "alone", destinationId: second.destinationId });
    await deps.db.update(resource).set({ state: "removing" }).where(eq(resource.id, alone));
    await giveUp();
    expect((await deps.db.select().from(resource)).map(({ id }) => id)).toEqual([shop]);
  });
});
