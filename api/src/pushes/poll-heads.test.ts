import { schema } from "@fairlead/db";

import { afterEach, beforeEach, expect, test } from "vitest";
import { enqueueDeployment } from "../releases/deployments/enqueue-deployment.ts";
import { shaOf } from "../testing/deliveries.ts";
import { aFakeForge } from "../testing/fake-forge.ts";
import { aFlowWorld, anApplication, aSource, type FlowWorld } from "../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../testing/runner.ts";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { pollHeads } from "./poll-heads.ts";

const main = "https://forge.test/ada/shop.git main";
const [a, b, c] = [shaOf("a"), shaOf("b"), shaOf("c")];
let deps: TestDeps;
let world: FlowWorld;
let forge: ReturnType<typeof aFakeForge>;
beforeEach(async () => {
  forge = aFakeForge({ [main]: a });
  deps = { ...(await testDeps()), egress: (...sent) => forge.egress(...sent) };
  world = await aFlowWorld(deps);
});
afterEach(() => deps.dispose());

const deployments = () => deps.db.select().from(schema.deployment).orderBy(schema.deployment.number);
async function pollLater() {
  deps.clock.advance(5 * 60_000);
  await pollHeads(deps);
}

test("the first look at an application only remembers the head", async () => {
  await anApplication(deps, world);
  await pollHeads(deps);
  expect(await deployments()).toEqual([]);
});

test("a push whose webhook never came is deployed exactly once", async () => {
  await anApplication(deps, world);
  await pollHeads(deps);
  forge.heads[main] = b;
  await pollHeads(deps);
  expect(await deployments()).toEqual([]);
  await pollLater();
  await pollLater();
  expect(await deployments()).toMatchObject([{ trigger: "poll", commit: b, spec: { source: { commit: b } } }]);
});

test("a head that was deployed by hand is not deployed again", async () => {
  const applicationId = await anApplication(deps, world);
  const order = { teamId: world.teamId, resourceId: applicationId, trigger: "manual", commit: a } as const;
  await enqueueDeployment(deps, order);
  await pollHeads(deps);
  expect(await deployments()).toHaveLength(1);
});

test("a person's choice of an older commit stays until the branch moves", async () => {
  const applicationId = await anApplication(deps, world, { lastSeenHead: a });
  const order = { teamId: world.teamId, resourceId: applicationId, trigger: "manual", commit: c } as const;
  await enqueueDeployment(deps, order);
  await pollLater();
  expect(await deployments()).toHaveLength(1);
});

test("an application that does not deploy by itself is left alone", async () => {
  await anApplication(deps, world, { autoDeploy: false, lastSeenHead: c });
  await pollHeads(deps);
  expect(forge.asked).toEqual([]);
});

test("a branch behind a deploy key is looked at by the runner that holds the key", async () => {
  const { id: sourceId } = await aSource(deps, world, {
    auth: "deploy-key",
    deployKeyPublic: "ssh-ed25519 AAAA",
    deployKeyRunnerId: world.runnerId,
  });
  const repositoryUrl = "git@forge.test:ada/shop.git";
  const applicationId = await anApplication(deps, world, { sourceId, repositoryUrl, lastSeenHead: a });
  await pollLater();
  await pollLater();
  const runner = aRunnerClient(deps, world);
  const answer = await runner.claim();
  expect(answer?.payload).toMatchObject({
    kind: "read-head",
    ref: "main",
    git: { url: repositoryUrl, auth: "deploy-key" },
  });
  await runner.finish(leaseOf(answer), { kind: "succeeded", result: { kind: "read-head", commit: b } });
  expect(await deployments()).toMatchObject([{ trigger: "poll", commit: b, resourceId: applicationId }]);
  await runner.finish(leaseOf(await runner.claim()), deployed());
  expect(await deployments()).toHaveLength(1);
});

test("a runner whose key is not used is not sent, whoever is named", async () => {
  const stranger = await aFlowWorld(deps);
  const { id: sourceId } = await aSource(deps, world, { auth: "none", deployKeyRunnerId: stranger.runnerId });
  await anApplication(deps, world, { sourceId, repositoryUrl: "git@forge.test:ada/shop.git", lastSeenHead: a });
  await pollLater();
  expect(await aRunnerClient(deps, stranger).claim()).toBeNull();
  expect(await aRunnerClient(deps, world).claim()).toMatchObject({ payload: { kind: "read-head" } });
});

/** The forge's questions by their repository, each counted once: two requests make one. */
const askedFor = () =>
  forge.asked.filter(({ url }) => url.includes("/info/refs")).map(({ url }) => new URL(url).pathname);

test("a repository is asked once for all applications and branches on it", async () => {
  forge.heads["https://forge.test/ada/shop.git next"] = c;
  const { id: sourceId } = await aSource(deps, world);
  const [one, two] = [
    await anApplication(deps, world, { sourceId, lastSeenHead: a }),
    await anApplication(deps, world, { sourceId, lastSeenHead: a }),
  ];
  const next = await anApplication(deps, world, { sourceId, branch: "next", lastSeenHead: a });
  forge.heads[main] = b;
  await pollHeads(deps);
  expect(askedFor()).toHaveLength(1);
  const found = (await deployments()).map(({ resourceId, commit }) => [resourceId, commit]);
  expect(found.toSorted()).toEqual(
    [
      [one, b],
      [two, b],
      [next, c],
    ].toSorted(),
  );
});

test("an application that joined a repository later is looked at with the others from then on", async () => {
  const { id: sourceId } = await aSource(deps, world);
  await anApplication(deps, world, { sourceId });
  await pollHeads(deps);
  deps.clock.advance(2 * 60_000);
  await anApplication(deps, world, { sourceId });
  await pollHeads(deps);
  await pollLater();
  expect(askedFor()).toHaveLength(3);
});

test("every branch is looked at within five minutes, however many there are and whoever hangs", async () => {
  const { id: sourceId } = await aSource(deps, world);
  for (let i = 0; i < 250; i++)
    await anApplication(deps, world, {
      sourceId,
      repositoryUrl: `https://forge.test/ada/${i}.git`,
      repository: `ada/${i}`,
    });
  const silent = await aFlowWorld(deps);
  for (let i = 0; i < 40; i++)
    await anApplication(deps, silent, { repositoryUrl: `https://silent-${i}.test/x.git`, repository: "x" });
  let giveUp = () => {};
  const isOver = new Promise<void>((resolve) => (giveUp = resolve));
  const asked = new Set<string>();
  deps.egress = async (url, init) => {
    if (url.includes("silent")) await isOver;
    asked.add(new URL(url).pathname.split("/")[2] ?? "");
    return forge.egress(url, init);
  };
  const polling = pollHeads(deps);
  const isAllAsked = async () => {
    while (asked.size < 250) await new Promise((resolve) => setImmediate(resolve));
    return asked.size;
  };
  expect(await isAllAsked()).toBe(250);
  giveUp();
  await polling;
});

test("what a Worker's turn has no calls left for is the first of the next one", async () => {
  for (let i = 0; i < 10; i++)
    await anApplication(deps, world, { repositoryUrl: `https://forge.test/ada/${i}.git`, repository: `ada/${i}` });
  const isSpent = () => forge.asked.length >= 8;
  deps.capacity = { atOnce: 4, isSpent };
  await pollHeads(deps);
  const inFirst = forge.asked.length;
  deps.capacity = { atOnce: 4, isSpent: () => false };
  await pollHeads(deps);
  expect(inFirst).toBeLessThan(10);
  expect(new Set(askedFor()).size).toBe(10);
});
