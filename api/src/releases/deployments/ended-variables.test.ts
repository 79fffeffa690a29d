import { schema } from "@fairlead/db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { aRunnerClient, deployed, failed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { cancelDeployment } from "./cancel-deployment.ts";
import { deployResource } from "./deploy-resource.ts";

let deps: TestDeps;
let world: FlowWorld;
let resourceId: string;
let runner: ReturnType<typeof aRunnerClient>;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  resourceId = await anApplication(deps, world);
  runner = aRunnerClient(deps, world);
});
afterEach(() => deps.dispose());

const deploy = () => deployResource(deps, world.actor, { id: resourceId, input: { noCache: false } });
const keepsVariables = async ({ id }: { id: string }) => {
  const [row] = await deps.db.select().from(schema.deployment).where(eq(schema.deployment.id, id));
  return row?.variables !== "";
};

test("a deployment that failed gives its variables back: nobody rolls back to it", async () => {
  const row = await deploy();
  await runner.finish(leaseOf(await runner.claim()), failed());
  expect(await keepsVariables(row)).toBe(false);
});

test("a deployment that was cancelled before it began gives its variables back", async () => {
  const row = await deploy();
  await cancelDeployment(deps, world.actor, row);
  expect(await keepsVariables(row)).toBe(false);
});

test("a deployment that succeeded keeps its variables, also when a newer one serves", async () => {
  const rows = [await deploy()];
  await runner.finish(leaseOf(await runner.claim()), deployed());
  rows.push(await deploy());
  await runner.finish(leaseOf(await runner.claim()), deployed());
  expect(await Promise.all(rows.map(keepsVariables))).toEqual([true, true]);
});
