import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LiveEvent } from "../kit/deps.ts";
import { getApplicationRow } from "../resources/applications/applications.store.ts";
import { githubPush, type PushGiven, shaOf } from "../testing/deliveries.ts";
import { aFakeForge } from "../testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../testing/flow.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { pollHeads } from "./poll-heads.ts";
import { processInbox } from "./process-inbox.ts";
import { replayDelivery } from "./replay-delivery.ts";

const oldUrl = "https://forge.test/acme/old.git";
const newUrl = "https://forge.test/acme/New-Name.git";
const renamed = { repository: "acme/New-Name", repositoryId: 4242 };
const [a, b] = [shaOf("a"), shaOf("b")];

let deps: TestDeps;
let world: FlowWorld;
let told: LiveEvent[];
let sourceId: string;
let forge: ReturnType<typeof aFakeForge>;
beforeEach(async () => {
  forge = aFakeForge({ [`${oldUrl} main`]: a, [`${newUrl} main`]: b });
  const made = await testDeps();
  told = [];
  const hub = { ...made.hub, publish: (_team: string, event: LiveEvent) => void told.push(event) };
  deps = { ...made, hub, egress: (...sent) => forge.egress(...sent) };
  world = await aFlowWorld(deps);
  sourceId = (await aSource(deps, world, { baseUrl: "https://forge.test" })).id;
});
afterEach(() => deps.dispose());

const onOld = (given: Partial<typeof schema.application.$inferInsert> = {}) =>
  anApplication(deps, world, {
    sourceId,
    repositoryUrl: oldUrl,
    repository: "acme/old",
    repositoryForgeId: "4242",
    lastSeenHead: a,
    ...given,
  });
const read = (id: string) => getApplicationRow(deps.db, world.teamId, id);
const entries = async () =>
  (await deps.db.select().from(schema.audit)).filter(({ action }) => action.startsWith("application.repository"));
const deployments = () => deps.db.select().from(schema.deployment).orderBy(schema.deployment.number);
async function push(given: PushGiven) {
  const id = deps.ids.next("delivery");
  const now = deps.clock.now();
  await deps.db.insert(schema.delivery).values({
    id,
    teamId: world.teamId,
    sourceId,
    deliveryKey: id,
    event: "push",
    state: "received",
    body: githubPush(given),
    decisions: [],
    nextAttemptAt: now,
    createdAt: now,
  });
  await processInbox(deps);
  return deliveryOf(id);
}
async function deliveryOf(id: string) {
  const [row] = await deps.db.select().from(schema.delivery).where(eq(schema.delivery.id, id));
  if (!row) throw new Error("The delivery is gone.");
  return row;
}
async function pollLater() {
  deps.clock.advance(5 * 60_000);
  await pollHeads(deps);
}

describe("a push of a repository with another name and the known id", () => {
  test("deploys, and the application learns the name", async () => {
    const id = await onOld();
    const row = await push({ ...renamed, after: b });
    expect(row).toMatchObject({ state: "deployed", repository: "acme/new-name" });
    expect(row.reason).toBe("Deployment #1 of bbbbbbb. The forge calls the repository acme/old acme/new-name.");
    expect(await deployments()).toMatchObject([{ commit: b, spec: { source: { url: newUrl } } }]);
    expect(await read(id)).toMatchObject({
      repositoryUrl: newUrl,
      repository: "acme/new-name",
      repositoryMovedFrom: oldUrl,
      repositoryMovedTo: newUrl,
      repositoryMovedAt: deps.clock.now(),
      revision: 2,
      configVersion: 1,
    });
  });

  test("is told once: in the audit log, and to the pages that are open", async () => {
    const id = await onOld();
    await push({ ...renamed, after: b });
    deps.clock.advance(1_000);
    await push({ ...renamed, after: b });
    expect(await entries()).toMatchObject([{ action: "application.repository_moved", target: id, actor: "webhook" }]);
    expect(told).toContainEqual({ type: "resource", id, kind: "application", state: "new" });
  });

  test("of another repository that took the old name is none of it", async () => {
    const id = await onOld();
    await push({ repository: "acme/old", repositoryId: 9, after: b });
    expect(await deployments()).toEqual([]);
    expect(await read(id)).toMatchObject({ repositoryUrl: oldUrl, repositoryMovedTo: null });
  });

  test("sends an application that knows no id nowhere", async () => {
    const id = await onOld({ repositoryForgeId: null });
    const row = await push({ ...renamed, after: b });
    expect(row.reason).toContain("No application of this source uses the repository acme/new-name.");
    expect(await read(id)).toMatchObject({ repositoryUrl: oldUrl });
  });

  test("does not bring an old name back when it is replayed", async () => {
    const id = await onOld();
    const old = await push({ repository: "acme/old", repositoryId: 4242, after: b });
    deps.clock.advance(1_000);
    await push({ ...renamed, after: b });
    deps.clock.advance(1_000);
    const again = await replayDelivery(deps, world.actor, { id: old.id });
    await deps.settle();
    await processInbox(deps);
    expect((await deliveryOf(again.id)).state).not.toBe("received");
    expect(await read(id)).toMatchObject({ repository: "acme/new-name", repositoryUrl: newUrl });
  });

  test("under a name that no clone URL can hold is deployed from where it was, and told", async () => {
    const id = await onOld();
    forge.heads[`${oldUrl} main`] = b;
    const row = await push({ ...renamed, repository: "acme/../x y", after: b });
    expect(row.state).toBe("deployed");
    expect(await read(id)).toMatchObject({ repositoryUrl: oldUrl, repositoryMovedFrom: oldUrl });
    expect(await entries()).toMatchObject([{ action: "application.repository_elsewhere" }]);
  });
});

describe("the poll, sent on by the forge", () => {
  const sendsOn = (location: string, status = 301) => {
    forge.redirects[oldUrl] = { status, location };
  };

  test("follows to the new name on the same host, deploys and learns it", async () => {
    const id = await onOld();
    sendsOn(`${newUrl}/info/refs?service=git-upload-pack`);
    await pollLater();
    expect(await deployments()).toMatchObject([{ trigger: "poll", commit: b, spec: { source: { url: newUrl } } }]);
    expect(await read(id)).toMatchObject({ repository: "acme/new-name", repositoryMovedFrom: oldUrl });
    expect(await entries()).toMatchObject([{ action: "application.repository_moved", actor: "poll" }]);
  });

  test("for now only, follows and learns nothing", async () => {
    const id = await onOld();
    sendsOn(`${newUrl}/info/refs`, 302);
    await pollLater();
    expect(await deployments()).toMatchObject([{ commit: b }]);
    expect(await read(id)).toMatchObject({ repositoryUrl: oldUrl, repositoryMovedTo: null });
  });

  test.each([
    ["another host", "https://evil.test/acme/old.git", {}],
    ["another port", "https://forge.test:8443/acme/old.git", {}],
    ["another host without a source", "https://evil.test/acme/old.git", { sourceId: null }],
  ])("goes to %s with nothing, and says where the repository is, once", async (_, url, given) => {
    forge.heads[`${url} main`] = b;
    const id = await onOld(given);
    sendsOn(`${url}/info/refs`);
    await pollLater();
    await pollLater();
    expect(forge.asked.filter((each) => each.url.startsWith(url))).toEqual([]);
    expect(await deployments()).toEqual([]);
    expect(await read(id)).toMatchObject({ repositoryUrl: oldUrl, repositoryMovedTo: url });
    expect(await entries()).toMatchObject([{ action: "application.repository_elsewhere" }]);
  });

  test("takes a token only under the address that it was given for", async () => {
    const { id: inFolder } = await aSource(deps, world, { plainToken: "t0ken", baseUrl: "https://forge.test/acme" });
    await onOld({ sourceId: inFolder });
    sendsOn("https://forge.test/others/old.git/info/refs");
    await pollLater();
    expect(forge.asked.map(({ url }) => new URL(url).pathname)).toEqual(["/acme/old.git/info/refs"]);
  });

  test("gives up on a forge that sends it round in circles", async () => {
    await onOld();
    sendsOn(`${oldUrl}/info/refs`);
    await pollLater();
    expect(forge.asked.length).toBeLessThan(6);
    expect(await deployments()).toEqual([]);
  });

  test("forgets what it said once the old address answers again", async () => {
    const id = await onOld();
    sendsOn("https://other.test/acme/old.git/info/refs");
    await pollLater();
    delete forge.redirects[oldUrl];
    await pollLater();
    expect(await read(id)).toMatchObject({
      repositoryMovedFrom: null,
      repositoryMovedTo: null,
      repositoryMovedAt: null,
    });
  });
});
