import { afterAll, beforeAll, expect, test } from "vitest";
import { runningOf } from "../support/containers.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { attemptsOf } from "../support/log-pages.ts";
import { aServingShop } from "../support/serving-shop.ts";
import { slowBuild, untilBuilding } from "../support/slow-build.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import type { World, WorldApplication } from "../support/world.ts";

let world: World<NodeControlPlane>;
let application: WorldApplication;

beforeAll(async () => {
  ({ world, application } = await aServingShop());
});
afterAll(() => world?.stop());

test("a control plane that is gone for two minutes in mid-build costs no request and no line of the log", async () => {
  const watch = watchAnswers(application);
  const push = await world.push(application, { "version.txt": "outage\n", Dockerfile: slowBuild(140) });
  const { id } = await world.deploymentOf(application, push.after);
  await untilBuilding(world.controlPlane.api, id);
  await world.controlPlane.kill();
  // allow tests: the length of the outage is what is tested, there is no condition to wait for
  await new Promise((resolve) => setTimeout(resolve, 120_000));
  await world.controlPlane.start();
  const deployment = await world.ended(application, push.after);
  const { failed } = await watch.stop();
  expect(failed).toEqual([]);
  expect(["succeeded", "failed"]).toContain(deployment.status);
  for (const sequence of await attemptsOf(world.controlPlane.api, id))
    expect(sequence).toEqual(sequence.map((_, index) => index));
  // Whatever became of the deployment, the one that the control plane calls active is the one that runs.
  const running = await runningOf(world.lab.server(0), application.id);
  expect(running).toHaveLength(1);
});
