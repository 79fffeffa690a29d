import { afterAll, beforeAll, expect, test } from "vitest";
import { runningOf } from "../support/containers.ts";
import { aServingShop } from "../support/serving-shop.ts";
import { slowBuild, untilBuilding } from "../support/slow-build.ts";
import { until } from "../support/until.ts";
import type { World, WorldApplication } from "../support/world.ts";

let world: World;
let application: WorldApplication;

beforeAll(async () => {
  ({ world, application } = await aServingShop());
});
afterAll(() => world?.stop());

test("a server that loses power in mid-deployment ends the deployment and serves again after it boots", async () => {
  const push = await world.push(application, { "version.txt": "power\n", Dockerfile: slowBuild(30) });
  const { id } = await world.deploymentOf(application, push.after);
  await untilBuilding(world.controlPlane.api, id);
  await world.lab.server(0).kill();
  const deployment = await world.ended(application, push.after);
  expect(deployment.status).toBe("failed");
  expect(deployment.cause?.class).toBe("server-unreachable");
  await world.lab.server(0).boot();
  await until("the old version to answer again", async () =>
    (await world.ask(application)).status === 200 ? true : undefined,
  );
  const next = await world.push(application, { "version.txt": "back\n", Dockerfile: slowBuild(0) });
  expect(await world.ended(application, next.after)).toMatchObject({ status: "succeeded", cause: null });
});

test("a network that is cut in mid-deployment leaves one live container and the next deployment works", async () => {
  const push = await world.push(application, { "version.txt": "cut\n", Dockerfile: slowBuild(20) });
  const { id } = await world.deploymentOf(application, push.after);
  await untilBuilding(world.controlPlane.api, id);
  await world.lab.server(0).cut();
  const deployment = await world.ended(application, push.after);
  await world.lab.server(0).heal();
  expect(deployment).toMatchObject({ status: "failed", cause: { class: "server-unreachable" } });
  const next = await world.push(application, { "version.txt": "healed\n", Dockerfile: slowBuild(0) });
  expect(await world.ended(application, next.after)).toMatchObject({ status: "succeeded", cause: null });
  expect(await runningOf(world.lab.server(0), application.id)).toHaveLength(1);
});
