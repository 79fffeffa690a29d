import { expect, test } from "vitest";
import { AppError } from "../../rules/errors.ts";
import { atInstant } from "../../testing/at-instant.ts";
import { aFlowWorld, anApplication } from "../../testing/flow.ts";
import { aRunnerClient, deployed, leaseOf } from "../../testing/runner.ts";
import { testDeps } from "../../testing/test-deps.ts";
import { cancelDeployment } from "./cancel-deployment.ts";
import { deployResource } from "./deploy-resource.ts";
import { getDeploymentRow } from "./deployments.store.ts";

async function aWorld() {
  const deps = await testDeps();
  const world = await aFlowWorld(deps);
  const input = { noCache: false };
  const { id } = await deployResource(deps, world.actor, { id: await anApplication(deps, world), input });
  return {
    deps,
    runner: aRunnerClient(deps, world),
    cancel: () => cancelDeployment(deps, world.actor, { id }),
    status: async () => (await getDeploymentRow(deps.db, world.teamId, id)).status,
  };
}
type World = Awaited<ReturnType<typeof aWorld>>;

/** Lets a runner's word come in each instant of a cancel, each time in a new world. Tells how many instants there were. */
async function inEachInstant(told: (world: World) => Promise<{ meanwhile(): Promise<unknown>; end(): Promise<void> }>) {
  for (let instant = 1; ; instant++) {
    const world = await aWorld();
    try {
      const { meanwhile, end } = await told(world);
      const work = () =>
        world.cancel().catch((error) => {
          // A refusal is a fair end of the race.
          if (!(error instanceof AppError)) throw error;
        });
      if (!(await atInstant(world.deps.db.$client, { instant, work, meanwhile }))) return instant - 1;
      await end();
    } finally {
      await world.deps.settle();
      world.deps.dispose();
    }
  }
}

test("a deployment that succeeds in any instant of a cancel stays a success", async () => {
  const instants = await inEachInstant(async ({ runner, status }) => {
    const lease = leaseOf(await runner.claim());
    return {
      meanwhile: () => runner.finish(lease, deployed()),
      end: async () => expect(await status()).toBe("succeeded"),
    };
  });
  expect(instants).toBeGreaterThan(1);
});

test("a deployment that is claimed in any instant of a cancel is told to its runner, or never given out", async () => {
  const instants = await inEachInstant(async ({ runner, status }) => {
    let claimed: unknown;
    return {
      meanwhile: async () => {
        claimed = await runner.claim();
      },
      end: async () => expect(await status()).toBe(claimed ? "cancelling" : "cancelled"),
    };
  });
  expect(instants).toBeGreaterThan(1);
});
