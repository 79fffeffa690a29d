import { schema } from "@fairlead/db";
import { bulkOutcomes, tagKey } from "@fairlead/runner/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { workLanes } from "../../kit/lanes/work-lanes.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, deployed, failed } from "../../testing/runner.ts";
import { aMember, type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { prune } from "../../work/retention/prune.ts";
import { beginMember } from "./begin-member.ts";
import { findOpenBulk } from "./bulk.store.ts";
import { cancelBulk } from "./cancel-bulk.ts";
import { getBulk } from "./get-bulk.ts";
import { listBulks } from "./list-bulks.ts";
import { previewBulk } from "./preview-bulk.ts";
import { startBulk } from "./start-bulk.ts";
import { bulks } from "./work-bulks.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, { runnerId: world.runnerId, teamId: world.teamId });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const day = 24 * 60 * 60_000;
const byTag = (verb: "deploy" | "stop" | "start" | "restart", tag = "nightly") => ({ verb, tag });
const jobs = () => deps.db.select().from(schema.job);
const look = () => workLanes(deps, bulks);
const show = (id: string, actor = world.actor) => getBulk(deps, actor, { id });
const outcomes = async (id: string) => (await show(id)).members.map(({ name, state }) => `${name} ${state}`);

async function tagged(name: string, given: Parameters<typeof anApplication>[2] = {}, of = world, tag = "Nightly") {
  const id = await anApplication(deps, of, { name, ...given });
  await deps.db.insert(schema.resourceTag).values({ resourceId: id, teamId: of.teamId, key: tagKey(tag), name: tag });
  return id;
}
async function start(verb: "deploy" | "stop" | "start" | "restart", actor = world.actor) {
  const { id } = await startBulk(deps, actor, byTag(verb));
  await deps.settle();
  return id;
}
/** Looks again once it is due. */
async function later(ms = 6_000) {
  deps.clock.advance(ms);
  await look();
}
async function work(outcome = deployed()) {
  const claimed = await runner.claim();
  if (!claimed) throw new Error("no job waits");
  await runner.finish(claimed.lease, outcome);
  await deps.settle();
}

describe("an operation on everything that carries a tag", () => {
  test("begins each in the name of whoever asked, each with its own deployment and entry in the audit log", async () => {
    const ids = [await tagged("a"), await tagged("b")];
    await anApplication(deps, world, { name: "without" });
    const id = await start("deploy");
    expect(await show(id)).toMatchObject({ verb: "deploy", tag: "nightly", state: "running", finishedAt: null });
    expect(await outcomes(id)).toEqual(["a queued", "b queued"]);
    expect((await jobs()).map(({ subjectId }) => subjectId)).toEqual(ids);
    const actions = (await deps.db.select().from(schema.audit)).map(({ action }) => action);
    expect(actions.filter((each) => each === "deployment.run")).toHaveLength(2);
    expect(actions.filter((each) => each === "bulk.run")).toHaveLength(1);
  });

  test("shows how far each is, and ends with what came of each in words", async () => {
    await tagged("a");
    await tagged("b");
    const id = await start("deploy");
    await work(deployed());
    expect(await outcomes(id)).toEqual(["a succeeded", "b queued"]);
    await work(failed("The build broke."));
    await later();
    const { state, finishedAt, counts, members } = await show(id);
    expect([state, finishedAt]).toEqual(["ended", deps.clock.now()]);
    expect(counts).toMatchObject({ succeeded: 1, failed: 1, queued: 0, running: 0, waiting: 0 });
    expect(members[1]).toMatchObject({ state: "failed", reason: "The build broke." });
    const { items } = await listBulks(deps, world.actor, { limit: 50 });
    expect(items).toMatchObject([{ id, counts: { succeeded: 1, failed: 1 } }]);
  });

  test("takes only what is in the environment or project that was named, and says so when that is nothing", async () => {
    await tagged("a");
    const here = { ...byTag("deploy"), environmentId: world.environmentId };
    expect((await previewBulk(deps, world.actor, here)).items).toHaveLength(1);
    const elsewhere = { ...byTag("deploy"), environmentId: world.environmentId.replace(/_.*/, `_${"0".repeat(26)}`) };
    await expect(startBulk(deps, world.actor, elsewhere)).rejects.toMatchObject({ code: "bulk.empty" });
  });

  test("never touches what carries the same tag in another team", async () => {
    const other = await aFlowWorld(deps);
    await tagged("theirs", {}, other);
    await tagged("mine");
    expect(await outcomes(await start("deploy"))).toEqual(["mine queued"]);
    await expect(show(await start("deploy"), other.actor)).rejects.toMatchObject({ code: "bulk.not_found" });
  });
});

describe("beforehand", () => {
  test("it is told who would be skipped and why, and nothing is begun", async () => {
    await tagged("going", { state: "removing" });
    await tagged("new");
    const { items } = await previewBulk(deps, world.actor, byTag("stop"));
    expect(items.map(({ name, refusal }) => [name, refusal])).toEqual([
      ["going", "This application is being removed."],
      ["new", "No release of it serves yet. Deploy it first."],
    ]);
    expect(await jobs()).toEqual([]);
    expect(await deps.db.select().from(schema.bulk)).toEqual([]);
  });

  test("one that would be skipped stops none of the others; where all would be, the operation has ended at once", async () => {
    await tagged("going", { state: "removing" });
    expect(await show(await start("deploy"))).toMatchObject({ state: "ended", counts: { skipped: 1 } });
    await tagged("b");
    expect(await outcomes(await start("deploy"))).toEqual(["going skipped", "b queued"]);
  });

  test("who may only look begins nothing", async () => {
    await tagged("a");
    const viewer = await aMember(deps, world.teamId, "viewer");
    await expect(startBulk(deps, viewer, byTag("deploy"))).rejects.toMatchObject({ code: "auth.forbidden" });
    const { items } = await previewBulk(deps, viewer, byTag("deploy"));
    expect(items[0]?.refusal).toMatch(/^Your role or token may not do this/);
  });
});

describe("an operation on some that are named", () => {
  test("goes on in the order given", async () => {
    const [a, b] = [await anApplication(deps, world, { name: "a" }), await anApplication(deps, world, { name: "b" })];
    const { id } = await startBulk(deps, world.actor, { verb: "deploy", ids: [b, a] });
    await deps.settle();
    expect(await outcomes(id)).toEqual(["b queued", "a queued"]);
  });

  test("begins nothing when one of them is of another team, as when it does not exist", async () => {
    const theirs = await anApplication(deps, await aFlowWorld(deps));
    const mine = await anApplication(deps, world);
    for (const id of [theirs, theirs.replace(/_.*/, `_${"0".repeat(26)}`)]) {
      const order = { verb: "deploy" as const, ids: [mine, id] };
      await expect(startBulk(deps, world.actor, order)).rejects.toMatchObject({ code: "resource.not_found" });
    }
    expect(await jobs()).toEqual([]);
  });
});

describe("asked twice with one key", () => {
  const order = { ...byTag("deploy"), key: "nightly-2026-12-01" };

  test("it is one operation, also when both come at once", async () => {
    await tagged("a");
    const [one, other] = await Promise.all([1, 2].map(() => startBulk(deps, world.actor, order)));
    await deps.settle();
    expect(other).toEqual(one);
    expect(await startBulk(deps, world.actor, order)).toEqual(one);
    expect(await jobs()).toHaveLength(1);
  });

  test("something else is refused", async () => {
    await tagged("a");
    await startBulk(deps, world.actor, order);
    const other = { ...order, verb: "stop" as const };
    await expect(startBulk(deps, world.actor, other)).rejects.toMatchObject({ code: "bulk.key_used" });
  });
});

describe("when the process dies", () => {
  /** As it is when nobody has looked at it yet. */
  async function unbegun() {
    const background = deps.background;
    deps.background = () => undefined;
    const { id } = await startBulk(deps, world.actor, byTag("deploy"));
    deps.background = background;
    return id;
  }

  test("before anything was begun, the next look begins it", async () => {
    await tagged("a");
    const id = await unbegun();
    expect(await outcomes(id)).toEqual(["a waiting"]);
    await look();
    expect(await outcomes(id)).toEqual(["a queued"]);
  });

  test("between two members, the next look begins the rest and none twice", async () => {
    const first = await tagged("a");
    await tagged("b");
    const id = await unbegun();
    const bulk = await findOpenBulk(deps.db, id);
    if (!bulk) throw new Error("it has ended");
    await beginMember(deps, { actor: world.actor, bulk, resourceId: first });
    expect(await outcomes(id)).toEqual(["a queued", "b waiting"]);
    await beginMember(deps, { actor: world.actor, bulk, resourceId: first });
    await Promise.all([look(), look()]);
    expect(await outcomes(id)).toEqual(["a queued", "b queued"]);
    expect(await jobs()).toHaveLength(2);
  });

  test("two at once begin each member once", async () => {
    const resourceId = await tagged("a");
    const bulk = await findOpenBulk(deps.db, await unbegun());
    if (!bulk) throw new Error("it has ended");
    await Promise.all([1, 2, 3].map(() => beginMember(deps, { actor: world.actor, bulk, resourceId })));
    expect(await jobs()).toHaveLength(1);
  });

  test("whoever asked has left the team meanwhile: what was not begun is skipped and says why", async () => {
    const member = await aMember(deps, world.teamId, "member");
    await tagged("a");
    const background = deps.background;
    deps.background = () => undefined;
    const { id } = await startBulk(deps, member, byTag("deploy"));
    deps.background = background;
    await deps.db.delete(schema.member).where(eq(schema.member.userId, member.userId));
    await look();
    expect(await show(id)).toMatchObject({ state: "ended", members: [{ state: "skipped" }] });
    expect((await show(id)).members[0]?.reason).toMatch(/not in the team any more/);
    expect(await jobs()).toEqual([]);
  });
});

test("what is more than the queue may hold waits for room, and is told within a day when there was none", async () => {
  await tagged("a");
  await tagged("b");
  await deps.db.insert(schema.instanceSetting).values({ key: "limit.queuedJobs", value: "1", updatedAt: 0 });
  const id = await start("deploy");
  expect(await outcomes(id)).toEqual(["a queued", "b waiting"]);
  await later(29_000);
  expect(await outcomes(id)).toEqual(["a queued", "b waiting"]);
  await work();
  await later(2_000);
  expect(await outcomes(id)).toEqual(["a succeeded", "b queued"]);
  const late = await start("deploy");
  await later(day + 1);
  expect(await show(late)).toMatchObject({ state: "ended" });
});

test("what has no end within a day is told so, and the operation ends", async () => {
  await tagged("a");
  const id = await start("deploy");
  await later(day);
  expect(await show(id)).toMatchObject({ state: "ended", counts: { failed: 1 } });
  expect((await show(id)).members[0]?.reason).toMatch(/not seen within a day/);
});

test("a newer deployment takes the place of one that waits: that is not told as a failure", async () => {
  await tagged("a");
  const first = await start("deploy");
  await start("deploy");
  await later();
  expect(await outcomes(first)).toEqual(["a skipped"]);
  expect(await show(first)).toMatchObject({ state: "ended" });
});

test("cancelled, it begins no more; what was begun goes on", async () => {
  await tagged("a");
  await tagged("b");
  await deps.db.insert(schema.instanceSetting).values({ key: "limit.queuedJobs", value: "1", updatedAt: 0 });
  const id = await start("deploy");
  await cancelBulk(deps, world.actor, { id });
  await deps.settle();
  expect(await outcomes(id)).toEqual(["a queued", "b skipped"]);
  const actions = (await deps.db.select().from(schema.audit)).map(({ action }) => action);
  expect(actions.filter((each) => each === "bulk.cancel")).toHaveLength(1);
  await work();
  await later();
  expect(await show(id)).toMatchObject({ state: "ended" });
  await expect(cancelBulk(deps, world.actor, { id })).rejects.toMatchObject({ code: "bulk.ended" });
});

test("all that serve are stopped, and started again by their ids", async () => {
  await tagged("a");
  const deploy = await start("deploy");
  await work();
  await later();
  expect(await outcomes(deploy)).toEqual(["a succeeded"]);
  const stop = await start("stop");
  await work({ kind: "succeeded", result: { kind: "observed", state: "stopped", liveDeployment: null } });
  await later();
  const { members, state } = await show(stop);
  expect([state, members[0]?.state]).toEqual(["ended", "succeeded"]);
  expect((await previewBulk(deps, world.actor, byTag("stop"))).items[0]?.refusal).toBe("It is stopped already.");
  const ids = members.map(({ resourceId }) => resourceId);
  const { id } = await startBulk(deps, world.actor, { verb: "start", ids });
  await deps.settle();
  expect(await outcomes(id)).toEqual(["a queued"]);
});

test("a team has no more operations under way than its limit", async () => {
  await tagged("a");
  await deps.db.insert(schema.instanceSetting).values({ key: "limit.bulks", value: "1", updatedAt: 0 });
  await start("deploy");
  await expect(startBulk(deps, world.actor, byTag("deploy"))).rejects.toMatchObject({ code: "limit.bulks" });
});

test("teams go on in turn: one with many members does not hold up another's operation", async () => {
  for (let n = 0; n < 15; n++) await tagged(`a${n}`);
  const other = await aFlowWorld(deps);
  await tagged("theirs", {}, other);
  const background = deps.background;
  deps.background = () => undefined;
  await startBulk(deps, world.actor, byTag("deploy"));
  await startBulk(deps, other.actor, byTag("deploy"));
  deps.background = background;
  await look();
  const order = (await jobs()).map(({ teamId }) => teamId);
  expect(order.indexOf(other.teamId)).toBeLessThan(15);
  expect(order).toHaveLength(16);
});

test("it is kept as long as deployments are, and its members go with it", async () => {
  await tagged("going", { state: "removing" });
  await start("deploy");
  deps.clock.advance(179 * day);
  await prune(deps, { pause: async () => {} });
  expect(await deps.db.select().from(schema.bulk)).toHaveLength(1);
  deps.clock.advance(2 * day);
  await prune(deps, { pause: async () => {} });
  expect(await deps.db.select().from(schema.bulkMember)).toEqual([]);
});

test("it outlives its resources, by the names that they had", async () => {
  const gone = await tagged("a");
  const id = await start("deploy");
  await deps.db.delete(schema.resource).where(eq(schema.resource.id, gone));
  await later();
  expect(await show(id)).toMatchObject({ state: "ended", members: [{ name: "a", state: "failed" }] });
  expect((await show(id)).members[0]?.reason).toMatch(/deployment is gone/);
});

test("every word for how far a member is can be counted", async () => {
  await tagged("a");
  expect(Object.keys((await show(await start("deploy"))).counts).toSorted()).toEqual([...bulkOutcomes].toSorted());
});
