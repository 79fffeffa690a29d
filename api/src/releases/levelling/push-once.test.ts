import { afterEach, beforeEach, expect, test } from "vitest";
import { aRegistry } from "../../testing/a-registry.ts";
import { aFlowWorld, anApplication, anotherServer, type FlowWorld, runsAlsoOn } from "../../testing/flow.ts";
import { aRunnerClient, aStep, deployed, failed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { enqueueDeployment } from "../deployments/enqueue-deployment.ts";
import { rollbackDeployment } from "../deployments/rollback-deployment.ts";

// An image of an application on two servers is built once where it is pushed.

let deps: TestDeps;
let world: FlowWorld;
let one: ReturnType<typeof aRunnerClient>;
let two: ReturnType<typeof aRunnerClient>;
let shop: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  const second = await anotherServer(deps, world, { name: "web-2" });
  one = aRunnerClient(deps, world);
  two = aRunnerClient(deps, second);
  await aRegistry(deps, world.actor, { address: "ghcr.io", username: "reader", password: "may read" });
  const pushRegistryId = await aRegistry(deps, world.actor, { address: "ghcr.io", password: "may write" });
  shop = await anApplication(deps, world, { pushRegistryId, pushRepository: "ghcr.io/acme/shop", pushTag: "latest" });
  await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const sha = "c".repeat(40);
async function deploy() {
  deps.clock.advance(1_000);
  return enqueueDeployment(deps, { teamId: world.teamId, resourceId: shop, trigger: "manual", commit: null });
}
const commit = { sha, author: "Ada", subject: "Change it", committedAt: 1_000 };
const fetched = { steps: [aStep("fetch", "passed", { commit })] };
const pushed = { steps: [aStep("push", "passed")] };
const push = { registry: "ghcr.io", username: "robot", password: "may write" };

test("one server builds and pushes it with the chosen login, and the other waits and pulls what it pushed", async () => {
  await deploy();
  const first = await one.claim();
  expect(first).toMatchObject({
    payload: { pushed: null, spec: { push: { repository: "ghcr.io/acme/shop", tag: "latest" } } },
    secrets: { push, registries: [{ username: "reader" }] },
  });
  const lease = leaseOf(first);
  await one.progress(lease, fetched);
  expect(await two.claim()).toBeNull();
  await one.progress(lease, pushed);
  expect(await two.claim()).toMatchObject({ payload: { pushed: `ghcr.io/acme/shop:${sha}` }, secrets: { push } });
});

test("the other builds it when the first ended before it was pushed", async () => {
  await deploy();
  const lease = leaseOf(await one.claim());
  await one.progress(lease, fetched);
  await one.finish(lease, failed());
  await deps.settle();
  expect(await two.claim()).toMatchObject({ payload: { pushed: null }, secrets: { push } });
});

test("a release that is only started again is given no login to push with", async () => {
  const { id } = await deploy();
  const lease = leaseOf(await one.claim());
  await one.progress(lease, fetched);
  await one.progress(lease, pushed);
  await two.finish(leaseOf(await two.claim()), deployed());
  await one.finish(lease, deployed());
  await deps.settle();
  await deploy();
  const next = leaseOf(await one.claim());
  await one.progress(next, pushed);
  await two.finish(leaseOf(await two.claim()), deployed(`sha256:${"2".repeat(64)}`));
  await one.finish(next, deployed(`sha256:${"2".repeat(64)}`));
  await deps.settle();
  await rollbackDeployment(deps, world.actor, { id });
  const again = { payload: { reuseImage: expect.any(String), pushed: null }, secrets: { push: null } };
  expect([await one.claim(), await two.claim()]).toMatchObject([again, again]);
});
