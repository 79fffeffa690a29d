import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { runningOf } from "../support/containers.ts";
import type { NodeControlPlane } from "../support/control-plane.ts";
import { slowBuild, untilBuilding } from "../support/slow-build.ts";
import { until } from "../support/until.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";

type TargetsView = {
  status: string;
  cause: { sentence: string } | null;
  targets: { server: { id: string; name: string }; status: string; isServing: boolean; servingNumber: number | null }[];
};

let world: World<NodeControlPlane>;
let application: WorldApplication;
let first: string;

beforeAll(async () => {
  world = await aWorld({ servers: 2 });
  const destinations = world.servers.map(({ destinationId }) => destinationId);
  application = await world.anApplication({ fixture: "healthy", name: "shop", settings: { destinations } });
  const push = await world.push(application, { "version.txt": "first\n" });
  first = push.after;
  const { status, cause } = await world.ended(application, first);
  if (status !== "succeeded") throw new Error(`the first version ${status}: ${cause?.sentence}`);
});
afterAll(() => world?.stop());

const view = (id: string) => world.controlPlane.api.get<TargetsView>(`/deployments/${id}`);
const results = async (id: string) => (await view(id)).targets.map(({ status, isServing }) => [status, isServing]);
/** The commit that answers on one of the servers, through its own proxy. */
async function commitOn(index: number): Promise<string> {
  const answer = await ask({ host: application.host, ip: world.servers[index]?.ip ?? "", path: "/" });
  return String(JSON.parse(answer.body).commit);
}

test("an application on two servers is served by both, each through its own proxy", async () => {
  expect([await commitOn(0), await commitOn(1)]).toEqual([first, first]);
  for (const index of [0, 1]) expect(await runningOf(world.lab.server(index), application.id)).toHaveLength(1);
});

test("a server that is cut in mid-deployment is told, costs the other one nothing, and is brought level when it returns", async () => {
  const watch = watchAnswers({ host: application.host, ip: world.servers[0]?.ip ?? "" });
  const push = await world.push(application, { "version.txt": "second\n", Dockerfile: slowBuild(20) });
  const { id } = await world.deploymentOf(application, push.after);
  await untilBuilding(world.controlPlane.api, id);
  await world.lab.server(1).cut();
  const deployment = await world.ended(application, push.after);
  expect(deployment).toMatchObject({ status: "failed", cause: { class: "server-unreachable" } });
  const [one, two] = (await view(id)).targets;
  expect(deployment.cause?.sentence).toMatch(
    `${one?.server.name} serves this release. ${two?.server.name} still serves #1: `,
  );
  expect(await results(id)).toEqual([
    ["succeeded", true],
    ["failed", false],
  ]);
  expect(await commitOn(0)).toBe(push.after);

  await world.lab.server(1).heal();
  await world.controlPlane.api.post(`/servers/${two?.server.id}/check`);
  await until(
    "the second server to be brought level",
    async () => ((await view(id)).status === "succeeded" ? true : undefined),
    { withinMs: 180_000 },
  );
  const { asked, failed, commits } = await watch.stop();
  expect(asked).toBeGreaterThan(100);
  expect(failed).toEqual([]);
  // The first server went from one version to the next once: bringing the other one level did not touch it.
  expect(commits).toEqual([first, push.after]);
  expect(await view(id)).toMatchObject({ status: "succeeded", cause: null });
  expect(await results(id)).toEqual([
    ["succeeded", true],
    ["succeeded", true],
  ]);
  expect(await commitOn(1)).toBe(push.after);
  expect(await runningOf(world.lab.server(1), application.id)).toHaveLength(1);
});

test("a server that is left out keeps nothing of the application, and the other one goes on", async () => {
  const { api } = world.controlPlane;
  const kept = world.servers[0]?.destinationId;
  await api.patch(`/applications/${application.id}`, { destinations: [kept] });
  await until("the second server to be emptied", async () => {
    const { targets } = await api.get<{ targets: unknown[] }>(`/applications/${application.id}`);
    return targets.length === 1 ? true : undefined;
  });
  expect(await runningOf(world.lab.server(1), application.id)).toEqual([]);
  expect((await world.ask(application)).status).toBe(200);
});
