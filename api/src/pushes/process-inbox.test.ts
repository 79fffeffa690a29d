import { schema } from "@fairlead/db";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { githubPush, noCommit, type PushGiven, shaOf } from "../testing/deliveries.ts";
import { aFakeForge } from "../testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { takeBatch } from "./lease.ts";
import { processInbox } from "./process-inbox.ts";
import { replayDelivery } from "./replay-delivery.ts";

const repositoryUrl = "https://forge.test/ada/shop.git";
const main = `${repositoryUrl} main`;
const [b, c] = [shaOf("b"), shaOf("c")];

let deps: TestDeps;
let world: FlowWorld;
let sourceId: string;
let forge: ReturnType<typeof aFakeForge>;
beforeEach(async () => {
  forge = aFakeForge({ [main]: b });
  deps = { ...(await testDeps()), egress: (...sent) => forge.egress(...sent) };
  world = await aFlowWorld(deps);
  sourceId = (await aSource(deps, world)).id;
});
afterEach(() => deps.dispose());

const received = (id: string): typeof schema.delivery.$inferInsert => ({
  id,
  teamId: world.teamId,
  sourceId,
  deliveryKey: id,
  event: "push",
  state: "received",
  body: "{}",
  decisions: [],
  nextAttemptAt: deps.clock.now(),
  createdAt: deps.clock.now(),
});

async function deliver(body: string, event = "push") {
  const id = deps.ids.next("delivery");
  await deps.db.insert(schema.delivery).values({ ...received(id), body, event });
  await processInbox(deps);
  return deliveryOf(id);
}
async function deliveryOf(id: string) {
  const [row] = await deps.db.select().from(schema.delivery).where(eq(schema.delivery.id, id));
  if (!row) throw new Error("The delivery is gone.");
  return row;
}
const push = (given: PushGiven = {}) => deliver(githubPush(given));
const deployments = () => deps.db.select().from(schema.deployment).orderBy(schema.deployment.number);

test("a push becomes one deployment of the commit the forge confirms", async () => {
  const application = await anApplication(deps, world, { sourceId });
  const row = await push();
  const [deployment] = await deployments();
  expect(deployment).toMatchObject({
    resourceId: application,
    trigger: "push",
    ref: "main",
    commit: b,
    commitSubject: "Make it faster",
    commitAuthor: "Ada",
    deliveryId: row.id,
    status: "queued",
    spec: { source: { kind: "git", commit: b, ref: "main" } },
  });
  expect(row).toMatchObject({ state: "deployed", repository: "ada/shop", ref: "main", commit: b });
  expect(row.decisions).toEqual([{ application, deployment: deployment?.id, reason: "Deployment #1 of bbbbbbb." }]);
});

test("two applications on one repository and branch both deploy, others say why not", async () => {
  const [prod, staging] = [
    await anApplication(deps, world, { sourceId }),
    await anApplication(deps, world, { sourceId }),
  ];
  const other = await anApplication(deps, world, { sourceId, branch: "production" });
  const row = await push();
  expect((await deployments()).map((deployment) => deployment.resourceId).sort()).toEqual([prod, staging].sort());
  expect(row.decisions.find((decision) => decision.application === other)?.reason).toContain("production");
  expect(row.reason).toBe("2 of 3 applications deploy.");
});

test("the same push under new delivery ids is one deployment", async () => {
  await anApplication(deps, world, { sourceId });
  await push();
  const again = await push();
  expect(await deployments()).toHaveLength(1);
  expect(again).toMatchObject({ state: "ignored", reason: "bbbbbbb was already deployed as #1." });
});

test("an old push that is delivered after a newer one never brings the old version back", async () => {
  await anApplication(deps, world, { sourceId });
  forge.heads[main] = c;
  const late = await push({ after: b });
  expect(late.reason).toContain("the branch has moved on");
  await push({ before: b, after: c });
  expect((await deployments()).map((deployment) => deployment.commit)).toEqual([c]);
});

test("a branch forced back to an earlier commit deploys that commit again", async () => {
  await anApplication(deps, world, { sourceId });
  await push();
  forge.heads[main] = c;
  await push({ before: b, after: c });
  forge.heads[main] = b;
  await push({ before: c, after: b, forced: true });
  await push({ before: c, after: b, forced: true });
  expect((await deployments()).map((deployment) => deployment.commit)).toEqual([b, c, b]);
});

test("a newer push takes the place of an older one that nobody has begun", async () => {
  await anApplication(deps, world, { sourceId });
  await push();
  forge.heads[main] = c;
  await push({ before: b, after: c });
  const [old, young] = await deployments();
  expect(old).toMatchObject({ status: "superseded", supersededBy: young?.id });
  expect(young).toMatchObject({ status: "queued" });
  const jobs = await deps.db.select().from(schema.job).orderBy(schema.job.createdAt, schema.job.id);
  expect(jobs.map((job) => job.state)).toEqual(["cancelled", "queued"]);
});

describe("a push that never deploys is kept with its reason", () => {
  test.each<[string, PushGiven, string]>([
    ["a tag", { ref: "refs/tags/v1" }, "Tag v1 was pushed"],
    ["a deleted branch", { after: noCommit }, "Branch main was deleted"],
    ["a push that moves nothing", { before: b, after: b }, "moved nothing"],
    ["a skip marker", { message: "docs [skip ci]" }, "asks to be skipped"],
    ["another branch", { ref: "refs/heads/other" }, "deploys branch main, not other"],
    [
      "another repository",
      { repository: "ada/shop-2" },
      "No application of this source uses the repository ada/shop-2",
    ],
    ["a substring of the name", { repository: "ada/sho" }, "No application"],
    ["a strange ref", { ref: "refs/notes/x" }, "neither a branch nor a tag"],
  ])("%s", async (_, given, reason) => {
    await anApplication(deps, world, { sourceId });
    expect(await push(given)).toMatchObject({ state: "ignored", reason: expect.stringContaining(reason) });
    expect(await deployments()).toEqual([]);
  });

  test.each([
    ["ping", "{}", "It does"],
    ["issues", "{}", 'Event "issues" never deploys'],
    ["push", "not json", "not JSON"],
    ["push", '{"ref":5}', "not understood: ref"],
    ["push", '{"__proto__":{"ref":"x"}}', "not understood"],
    ["push", `${"[".repeat(5_000)}${"]".repeat(5_000)}`, "not understood"],
  ])("event %s with %s", async (event, body, reason) => {
    expect(await deliver(body, event)).toMatchObject({ state: "ignored", reason: expect.stringContaining(reason) });
  });
});

test("a push deploys nothing that hangs on another source, whatever its repository is called", async () => {
  const other = await aSource(deps, world);
  await anApplication(deps, world, { sourceId: other.id });
  expect(await push()).toMatchObject({ state: "ignored", reason: expect.stringContaining("No application of this") });
  expect(await deployments()).toEqual([]);
});

test("a skip marker only in an older commit does not stop the newer head", async () => {
  await anApplication(deps, world, { sourceId });
  forge.heads[main] = c;
  await push({ message: "[skip ci] old" });
  expect((await deployments()).map((deployment) => deployment.commit)).toEqual([c]);
});

test("GitHub's form encoding is read like JSON", async () => {
  await anApplication(deps, world, { sourceId });
  const row = await deliver(`payload=${encodeURIComponent(githubPush())}`);
  expect(row.state).toBe("deployed");
});

test("the forge's id of a repository is learnt once and then has to match", async () => {
  await anApplication(deps, world, { sourceId });
  await push({ repositoryId: 7 });
  forge.heads[main] = c;
  const row = await push({ repositoryId: 8, after: c });
  expect(row).toMatchObject({ state: "ignored", reason: expect.stringContaining("Another repository has this name") });
});

test("a source's token goes with the question and nowhere else", async () => {
  sourceId = (await aSource(deps, world, { plainToken: "s3cret", tokenUser: "robot" })).id;
  await anApplication(deps, world, { sourceId });
  const row = await push();
  const expected = `Basic ${btoa("robot:s3cret")}`;
  expect(forge.asked.map(({ authorization }) => authorization)).toEqual([expected, expected]);
  expect(JSON.stringify([row, await deployments()])).not.toContain("s3cret");
});

test("a forge that cannot be asked leaves finding the head to the runner", async () => {
  forge.heads[main] = 503;
  await anApplication(deps, world, { sourceId });
  const row = await push();
  expect(row.reason).toContain("HTTP 503");
  expect(await deployments()).toMatchObject([{ commit: b, spec: { source: { commit: null, ref: "main" } } }]);
  await push();
  expect(await deployments()).toHaveLength(1);
});

test("a branch that is gone by now is not deployed", async () => {
  forge.heads[main] = null;
  await anApplication(deps, world, { sourceId });
  expect(await push()).toMatchObject({
    state: "ignored",
    reason: expect.stringContaining("does not exist at the forge"),
  });
});

test("what a person has to mend first is told as the decision", async () => {
  const keyless = await aSource(deps, world, { auth: "deploy-key" });
  sourceId = keyless.id;
  await anApplication(deps, world, { sourceId, repositoryUrl: "git@forge.test:ada/shop.git" });
  expect(await push()).toMatchObject({
    state: "ignored",
    reason: expect.stringContaining("deploy key is not made yet"),
  });
});

test("an error of ours is tried again with growing pauses and then shown as failed", async () => {
  await anApplication(deps, world, { sourceId });
  deps.log.error = () => {};
  deps.secrets = { ...deps.secrets, seal: () => Promise.reject(new Error("the key store is away")) };
  const row = await push();
  expect(row).toMatchObject({ state: "received", attempts: 1 });
  for (let i = 0; i < 8; i++) {
    deps.clock.advance(400_000);
    await processInbox(deps);
  }
  expect(await deliveryOf(row.id)).toMatchObject({ state: "failed", attempts: 6 });
});

/** As a worker leaves it that died at work. */
const abandon = (id: string, change: Partial<typeof schema.delivery.$inferInsert> = {}) =>
  deps.db
    .update(schema.delivery)
    .set({ state: "processing", nextAttemptAt: deps.clock.now() + 60_000, ...change })
    .where(eq(schema.delivery.id, id));

test("a delivery whose worker died is taken up again and told what it did", async () => {
  const application = await anApplication(deps, world, { sourceId });
  const row = await push();
  await abandon(row.id, { decisions: [] });
  await processInbox(deps);
  expect(await deliveryOf(row.id)).toMatchObject({ state: "processing", attempts: 1 });
  deps.clock.advance(60_000);
  await processInbox(deps);
  const [deployment] = await deployments();
  expect(await deliveryOf(row.id)).toMatchObject({
    state: "deployed",
    reason: "Deployment #1 of bbbbbbb.",
    decisions: [{ application, deployment: deployment?.id, reason: "Deployment #1 of bbbbbbb." }],
  });
  expect(await deployments()).toHaveLength(1);
});

test("a delivery that ends every worker which takes it is parked with its reason", async () => {
  await anApplication(deps, world, { sourceId });
  const row = await push({ ref: "refs/tags/v1" });
  await abandon(row.id, { attempts: 6, reason: "Attempt 2 broke on our side; it is tried again." });
  deps.clock.advance(60_000);
  await processInbox(deps);
  expect(await deliveryOf(row.id)).toMatchObject({
    state: "failed",
    nextAttemptAt: null,
    reason: expect.stringMatching(/taken up 6 times.*Before that: Attempt 2 broke on our side/s),
  });
});

test("what was taken beside a delivery that ends its worker is not blamed for it", async () => {
  await anApplication(deps, world, { sourceId });
  const [first, second] = [await push({ ref: "refs/tags/v1" }), await push({ ref: "refs/tags/v2" })];
  for (const { id } of [first, second]) await abandon(id);
  deps.clock.advance(60_000);
  const { rows } = await takeBatch(deps, sourceId);
  expect(rows.map(({ id }) => id)).toEqual([first.id]);
});

test("a worker that was overtaken writes nothing over what the second one found", async () => {
  await anApplication(deps, world, { sourceId });
  let isFirst = true;
  forge.egress = async () => {
    if (!isFirst) throw new Error("away");
    isFirst = false;
    // The forge is so slow that the lease runs out: a second worker takes the delivery and ends it.
    deps.clock.advance(61_000);
    const batch = await takeBatch(deps, sourceId);
    await deps.db.update(schema.delivery).set({ state: "ignored", reason: "the second worker's word" });
    expect(batch.rows).toHaveLength(1);
    throw new Error("away");
  };
  expect(await push()).toMatchObject({ state: "ignored", reason: "the second worker's word" });
});

test("a delivery with many refs keeps its lease while a slow forge is asked", async () => {
  await anApplication(deps, world, { sourceId });
  const seen: number[] = [];
  forge.egress = async () => {
    deps.clock.advance(25_000);
    seen.push((await takeBatch(deps, sourceId)).rows.length);
    throw new Error("away");
  };
  for (const id of ["one", "two", "three", "four"]) {
    await deps.db.insert(schema.delivery).values({ ...received(`dlv_${id}`), body: githubPush({ after: shaOf("c") }) });
  }
  await processInbox(deps);
  expect(seen.every((taken) => taken === 0)).toBe(true);
  expect((await deps.db.select().from(schema.delivery)).map((row) => row.attempts)).toEqual([1, 1, 1, 1]);
});

test("a damaged decision of one delivery does not hold up the others", async () => {
  await anApplication(deps, world, { sourceId });
  await deps.db
    .insert(schema.delivery)
    .values({ ...received("dlv_damaged"), body: githubPush({ ref: "refs/tags/v1" }) });
  await deps.db.run(sql`UPDATE delivery SET decisions = '{' WHERE id = 'dlv_damaged'`);
  expect(await push()).toMatchObject({ state: "deployed" });
});

test("a replay is a new delivery beside the old one and deploys nothing twice", async () => {
  await anApplication(deps, world, { sourceId });
  const row = await push();
  const replay = await replayDelivery(deps, world.actor, { id: row.id });
  await deps.settle();
  expect(await deliveryOf(replay.id)).toMatchObject({ replayOf: row.id, state: "ignored" });
  expect(await deliveryOf(row.id)).toMatchObject({ state: "deployed" });
});
