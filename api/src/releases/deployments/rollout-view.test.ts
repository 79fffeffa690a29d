import { afterEach, beforeEach, expect, test } from "vitest";
import { updateApplication } from "../../resources/applications/update-application.ts";
import { aFlowWorld, anApplication, type FlowWorld } from "../../testing/flow.ts";
import { revisionOf } from "../../testing/revision-of.ts";
import { aRunnerClient, aStep, deployed, leaseOf } from "../../testing/runner.ts";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { deployResource } from "./deploy-resource.ts";
import { rolloutOf } from "./rollout-view.ts";

let deps: TestDeps;
let world: FlowWorld;
let runner: ReturnType<typeof aRunnerClient>;
let shop: string;
beforeEach(async () => {
  deps = await testDeps();
  world = await aFlowWorld(deps);
  runner = aRunnerClient(deps, world);
  shop = await anApplication(deps, world, { name: "shop" });
});
afterEach(() => deps.dispose());

const holdAPort = async () =>
  updateApplication(deps, world.actor, {
    id: shop,
    set: {
      revision: await revisionOf(deps.db, "application", shop),
      container: { hostPort: { port: 5_000, address: "127.0.0.1" }, stopGraceSeconds: 10 },
    },
  });
const deploy = async () => {
  const { id } = await deployResource(deps, world.actor, { id: shop, input: { noCache: false } });
  return () => rolloutOf(deps, { id, teamId: world.teamId, resourceId: shop });
};
/** A deployment that got through, whose start and readiness took so long. */
async function getThrough({ start, ready }: { start: number; ready: number }) {
  const told = await deploy();
  const lease = leaseOf(await runner.claim());
  const took = (step: string, durationMs: number) => aStep(step, "passed", { durationMs });
  await runner.progress(lease, { steps: [took("start", start), took("ready", ready)] });
  await runner.finish(lease, deployed());
  return told;
}

test("beside the version before nothing is interrupted", async () => {
  const told = await deploy();
  expect(await told()).toEqual({ procedure: "overlap", interruption: null });
});

test("what replaces the version before says for how long, as far as it is known before anything has got through", async () => {
  await holdAPort();
  const told = await deploy();
  expect(await told()).toMatchObject({ procedure: "replace", interruption: { stopSeconds: 10, startSeconds: null } });
});

test("and by the longest of the last starts once there were some", async () => {
  await holdAPort();
  await getThrough({ start: 400, ready: 2_700 });
  await getThrough({ start: 300, ready: 1_000 });
  const told = await deploy();
  expect(await told()).toMatchObject({ interruption: { stopSeconds: 10, startSeconds: 4 } });
});
