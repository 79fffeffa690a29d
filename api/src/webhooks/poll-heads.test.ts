import { schema } from "@fairlead/db";

import { afterEach, beforeEach, expect, test } from "vitest";
import { enqueueDeployment } from "../deployments/enqueue-deployment.ts";
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
  await pollHeads(deps, 10);
}

test("the first look at an application only remembers the head", async () => {
  await anApplication(deps, world);
  await pollHeads(deps, 10);
  expect(await deployments()).toEqual([]);
});

test("a push whose webhook never came is deployed exactly once", async () => {
  await anApplication(deps, world);
  await pollHeads(deps, 10);
  forge.heads[main] = b;
  await pollHeads(deps, 10);
  expect(await deployments()).toEqual([]);
  await pollLater();
  await pollLater();
  expect(await deployments()).toMatchObject([{ trigger: "poll", commit: b, spec: { source: { commit: b } } }]);
});

test("a head that was deployed by hand is not deployed again", async () => {
  const applicationId = await anApplication(deps, world);
  const order = { teamId: world.teamId, applicationId, trigger: "manual", commit: a } as const;
  await enqueueDeployment(deps, order);
  await pollHeads(deps, 10);
  expect(await deployments()).toHaveLength(1);
});

test("a person's choice of an older commit stays until the branch moves", async () => {
  const applicationId = await anApplication(deps, world, { lastSeenHead: a });
  const order = { teamId: world.teamId, applicationId, trigger: "manual", commit: c } as const;
  await enqueueDeployment(deps, order);
  await pollLater();
  expect(await deployments()).toHaveLength(1);
});

test("an application that does not deploy by itself is left alone", async () => {
  await anApplication(deps, world, { autoDeploy: false, lastSeenHead: c });
  await pollHeads(deps, 10);
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
  expect(await deployments()).toMatchObject([{ trigger: "poll", commit: b, applicationId }]);
  await runner.finish(leaseOf(await runner.claim()), deployed());
  expect(await deployments()).toHaveLength(1);
});
