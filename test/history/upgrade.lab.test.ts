import { afterAll, beforeAll, expect, test } from "vitest";
import { apiProduct, buildWhatChanged, runnerProduct } from "../../scripts/build/products.ts";
import { keptConnections, startLoad } from "../release/load.ts";
import { type NodeControlPlane, startNodeControlPlane } from "../support/control-plane.ts";
import { untilEnded } from "../support/deployments.ts";
import { aWorldOn, type World, type WorldApplication } from "../support/world.ts";
import { type Programs, releases, unpackPrograms } from "./releases.ts";

// The last release has an application running on a real server; its control plane and its runner are then replaced by today's.

const about = releases.at(-1);

let programs: Programs;
let world: World<NodeControlPlane>;
let application: WorldApplication;
beforeAll(async () => {
  if (!about) throw new Error("No release is kept.");
  programs = unpackPrograms(about);
  await buildWhatChanged([apiProduct, runnerProduct]);
  world = await aWorldOn({
    servers: 1,
    startControlPlane: (env) => startNodeControlPlane(env, programs.controlPlane),
    runnerProgram: programs.runner,
  });
  application = await world.anApplication({ fixture: "healthy", name: "shop" });
  await deploy("first");
});
afterAll(async () => {
  await world?.stop();
  programs?.remove();
});

async function deploy(version: string): Promise<string> {
  const push = await world.push(application, { "version.txt": `${version}\n` });
  const { id, status, cause } = await world.ended(application, push.after);
  if (status !== "succeeded") throw new Error(`${version} ${status}: ${cause?.sentence} ${cause?.evidence.join("\n")}`);
  return id;
}

type RunnerView = { version: string; updateReason: string | null };
const runnerView = () => world.controlPlane.api.get<RunnerView>(`/runners/${world.runner.id}`);

/** How often the proxy was given a configuration since it was made: it says so itself. */
async function loads(): Promise<number> {
  const { stdout, stderr } = await world.lab.server(0).exec(["docker", "logs", "fairlead-proxy"]);
  const asked = `${stdout}\n${stderr}`.split("\n").filter((line) => line.includes('"logger":"admin.api"'));
  return asked.filter((line) => line.includes('"method":"POST"')).length;
}

test("an upgrade of control plane and runner costs a kept connection at most, once, and every pair of versions deploys", async () => {
  const { api } = world.controlPlane;
  const load = startLoad({ host: application.host, ip: application.ip });
  const [before] = (await api.get<{ items: { id: string }[] }>(`/applications/${application.id}/deployments`)).items;
  await world.controlPlane.program().stop();
  await world.controlPlane.start(apiProduct.output);
  expect(await runnerView()).toMatchObject({ version: about?.version });
  await deploy("by the old runner");
  const byOld = load.seen().failed;
  const loadsBefore = await loads();
  await world.runner.halt();
  world.runner.start({}, runnerProduct.output);
  await deploy("by the new runner");
  expect(await runnerView()).toMatchObject({ updateReason: null });
  const byNew = load.seen().failed - byOld;
  // A release that the old version made, brought back by the new one.
  const { deployment } = await api.post<{ deployment: { id: string } }>(`/deployments/${before?.id}/rollback`);
  expect(await untilEnded(api, deployment.id)).toMatchObject({ status: "succeeded" });
  // The routes of the old document become a table, once.
  expect((await loads()) - loadsBefore).toBe(1);
  const { requests, failed, versions } = await load.stop();
  const told = `failed: ${byOld} while the old runner deployed, ${byNew} at the one load of the new one, ${failed.length} in all`;
  process.stdout.write(`${requests} requests during the upgrade from ${about?.version}, ${told}\n`);
  expect(byOld).toBe(0);
  // The load closes the connections that clients keep: of each a request that is on its way in that very moment is lost, unless its
  // client asks again as browsers do. Nothing else may fail, before, meanwhile or after.
  expect(byNew).toBeLessThanOrEqual(keptConnections);
  expect(failed.length - byNew).toBe(0);
  expect(versions).toEqual(["first", "by the old runner", "by the new runner"]);
});
