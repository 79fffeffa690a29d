import { ContainerSettings, usualContainer } from "@fairlead/runner/contract";
import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aFlowWorld, anApplication, anotherServer, type FlowWorld, runsAlsoOn } from "../../testing/flow.ts";
import { aRunnerClient, aStep, deployed, failed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { toDetail } from "../deployments/deployment-views.ts";
import { getDeploymentRow } from "../deployments/deployments.store.ts";
import { enqueueDeployment } from "../deployments/enqueue-deployment.ts";
import { rollbackDeployment } from "../deployments/rollback-deployment.ts";

// A release command of an application on two servers runs once.

let deps: TestDeps;
let world: FlowWorld;
let one: ReturnType<typeof aRunnerClient>;
let two: ReturnType<typeof aRunnerClient>;
let shop: string;
const releaseCommand = "bin/rails db:migrate";
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  const second = await anotherServer(deps, world, { name: "web-2" });
  one = aRunnerClient(deps, world);
  two = aRunnerClient(deps, second);
  const container = v.parse(ContainerSettings, { ...usualContainer, releaseCommand });
  shop = await anApplication(deps, world, { container });
  await runsAlsoOn(deps, world, { resourceId: shop, destinationId: second.destinationId, position: 1 });
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const sha = "c".repeat(40);
async function deploy(commit: string | null = sha) {
  deps.clock.advance(1_000);
  return (await enqueueDeployment(deps, { teamId: world.teamId, resourceId: shop, trigger: "manual", commit })).id;
}
const commandIn = async (of: typeof one) => {
  const given = (await of.claim())?.payload;
  return given?.kind === "deploy" ? given.spec.container.releaseCommand : undefined;
};
const view = async (id: string) => toDetail(deps, await getDeploymentRow(deps.db, world.teamId, id));
const prepared = { steps: [aStep("release-command", "passed")] };

test("one server runs it, and the other, which waits for that, does not run it again", async () => {
  const id = await deploy(null);
  const lease = leaseOf(await one.claim());
  const commit = { sha, author: "Ada", subject: "Change it", committedAt: 1_000 };
  await one.progress(lease, { steps: [aStep("fetch", "passed", { commit })] });
  expect(await two.claim()).toBeNull();
  deps.clock.advance(60_000);
  expect((await view(id)).targets[1]?.waitingReason).toMatch(/^Another server goes first/);
  await one.progress(lease, prepared);
  expect(await commandIn(two)).toBeNull();
});

test("the next server runs it when the first ended before it did", async () => {
  await deploy();
  await one.finish(leaseOf(await one.claim()), failed());
  await deps.settle();
  expect(await commandIn(two)).toBe(releaseCommand);
});

test("nobody waits for it where a release is only started again", async () => {
  const made = async (image?: string) => {
    const id = await deploy();
    const lease = leaseOf(await one.claim());
    await one.progress(lease, prepared);
    for (const [runner, held] of [
      [one, lease],
      [two, leaseOf(await two.claim())],
    ] as const)
      await runner.finish(held, deployed(image));
    await deps.settle();
    return id;
  };
  const first = await made();
  await made(`sha256:${"2".repeat(64)}`);
  await rollbackDeployment(deps, world.actor, { id: first });
  const again = { payload: { reuseImage: expect.any(String) } };
  expect([await one.claim(), await two.claim()]).toMatchObject([again, again]);
});
