import { afterEach, beforeEach, expect, test } from "vitest";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { toDetail } from "./deployment-views.ts";
import { getDeploymentRow } from "./deployments.store.ts";
import { enqueueDeployment } from "./enqueue-deployment.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
});
afterEach(async () => {
  await deps.settle();
  deps.dispose();
});

const warningsOf = async (id: string) =>
  (await toDetail(deps, await getDeploymentRow(deps.db, world.teamId, id))).warnings;

test("what a runner warned of stays on its deployment, also behind later ones", async () => {
  const resourceId = await anApplication(deps, world);
  const deploy = () => enqueueDeployment(deps, { teamId: world.teamId, resourceId, trigger: "manual", commit: null });
  const warned = await deploy();
  const outcome = deployed();
  if (outcome.kind === "succeeded" && outcome.result.kind === "deploy") outcome.result.warnings = ["Update Docker."];
  await runner.finish(leaseOf(await runner.claim()), outcome);
  const later = await deploy();
  await runner.finish(leaseOf(await runner.claim()), deployed());
  expect(await warningsOf(warned.id)).toEqual(["Update Docker."]);
  expect(await warningsOf(later.id)).toEqual([]);
});
