import { afterAll, beforeAll, expect, test } from "vitest";
import { runningOf } from "../support/containers.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { attemptsOf } from "../support/log-pages.ts";
import { until } from "../support/until.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";

let world: World<NodeControlPlane>;
let application: WorldApplication;
// Long enough for the outage to begin and end while it builds.
const slowBuild = (seconds: number) =>
  `FROM node:24-alpine\nWORKDIR /app\nCOPY . .\nRUN for i in $(seq ${seconds}); do echo line $i; sleep 1; done\nUSER node\nCMD ["node", "server.mjs"]\n`;

beforeAll(async () => {
  world = await aWorld({ servers: 1 });
  application = await world.anApplication({ fixture: "healthy", name: "shop" });
  const push = await world.push(application, { "version.txt": "first\n" });
  expect(await world.ended(application, push.after)).toMatchObject({ status: "succeeded" });
});
afterAll(() => world?.stop());

const untilBuilding = (id: string) =>
  until("the build to run", async () => {
    const { steps } = await world.controlPlane.api.get<{ steps: { name: string; status: string }[] }>(
      `/deployments/${id}`,
    );
    return steps.some(({ name, status }) => name === "build" && status === "started") || undefined;
  });

test("a control plane that is gone for two minutes in mid-build costs no request and no line of the log", async () => {
  const watch = watchAnswers(application);
  const push = await world.push(application, { "version.txt": "outage\n", Dockerfile: slowBuild(140) });
  const { id } = await world.deploymentOf(application, push.after);
  await untilBuilding(id);
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

test("a server that loses power in mid-deployment ends the deployment and serves again after it boots", async () => {
  const push = await world.push(application, { "version.txt": "power\n", Dockerfile: slowBuild(30) });
  const { id } = await world.deploymentOf(application, push.after);
  await untilBuilding(id);
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
  await untilBuilding(id);
  await world.lab.server(0).cut();
  const deployment = await world.ended(application, push.after);
  await world.lab.server(0).heal();
  expect(deployment).toMatchObject({ status: "failed", cause: { class: "server-unreachable" } });
  const next = await world.push(application, { "version.txt": "healed\n", Dockerfile: slowBuild(0) });
  expect(await world.ended(application, next.after)).toMatchObject({ status: "succeeded", cause: null });
  expect(await runningOf(world.lab.server(0), application.id)).toHaveLength(1);
});
