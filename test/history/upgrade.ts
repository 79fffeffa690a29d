import { apiProduct, buildWhatChanged, runnerProduct } from "../../scripts/build/products.ts";
import { startLoad } from "../release/load.ts";
import { type NodeControlPlane, startNodeControlPlane } from "../support/control-plane.ts";
import { untilEnded } from "../support/deployments.ts";
import { aWorldOn, type World, type WorldApplication } from "../support/world.ts";
import { releases, unpackPrograms } from "./releases.ts";

export interface UpgradeReport {
  from: string;
  requests: number;
  /** Requests that failed while the old runner deployed for the new control plane. */
  byOld: number;
  /** While the new runner deployed for the first time: it loads the proxy once, for the routes of the old document become a table. */
  byNew: number;
  later: number;
  loads: number;
  /** What visitors saw, in order. */
  versions: string[];
}

type RunnerView = { version: string; updateReason: string | null };

/**
 * The last release has an application running on a real server; its control plane and its runner are replaced by today's, under the load
 * of clients that keep connections and try nothing twice. Throws when a deployment fails on the way.
 */
export async function upgradeUnderLoad(): Promise<UpgradeReport> {
  const about = releases.at(-1);
  if (!about) throw new Error("No release is kept.");
  const programs = unpackPrograms(about);
  try {
    await buildWhatChanged([apiProduct, runnerProduct]);
    const world = await aWorldOn({
      servers: 1,
      startControlPlane: (env) => startNodeControlPlane(env, programs.controlPlane),
      runnerProgram: programs.runner,
    });
    try {
      return { from: about.version, ...(await upgrade(world, about.version)) };
    } finally {
      await world.stop();
    }
  } finally {
    programs.remove();
  }
}

async function upgrade(world: World<NodeControlPlane>, oldVersion: string): Promise<Omit<UpgradeReport, "from">> {
  const { api } = world.controlPlane;
  const application = await world.anApplication({ fixture: "healthy", name: "shop" });
  await deploy(world, { application, version: "first" });
  const load = startLoad({ host: application.host, ip: application.ip });
  const [before] = (await api.get<{ items: { id: string }[] }>(`/applications/${application.id}/deployments`)).items;
  await world.controlPlane.program().stop();
  await world.controlPlane.start(apiProduct.output);
  await requireRunner(world, ({ version }) => version === oldVersion);
  await deploy(world, { application, version: "by the old runner" });
  const byOld = load.seen().failed;
  const loadsBefore = await loads(world);
  await world.runner.halt();
  world.runner.start({}, runnerProduct.output);
  await deploy(world, { application, version: "by the new runner" });
  await requireRunner(world, ({ updateReason }) => updateReason === null);
  const byNew = load.seen().failed - byOld;
  // A release that the old version made, brought back by the new one.
  const { deployment } = await api.post<{ deployment: { id: string } }>(`/deployments/${before?.id}/rollback`);
  const { status } = await untilEnded(api, deployment.id);
  if (status !== "succeeded") throw new Error(`the rollback ${status}`);
  const loadsSince = (await loads(world)) - loadsBefore;
  const { requests, failed, versions } = await load.stop();
  return { requests, byOld, byNew, later: failed.length - byOld - byNew, loads: loadsSince, versions };
}

async function deploy(
  world: World<NodeControlPlane>,
  { application, version }: { application: WorldApplication; version: string },
): Promise<void> {
  const push = await world.push(application, { "version.txt": `${version}\n` });
  const { status, cause } = await world.ended(application, push.after);
  if (status !== "succeeded") throw new Error(`${version} ${status}: ${cause?.sentence} ${cause?.evidence.join("\n")}`);
}

async function requireRunner(world: World<NodeControlPlane>, isRight: (view: RunnerView) => boolean): Promise<void> {
  const view = await world.controlPlane.api.get<RunnerView>(`/runners/${world.runner.id}`);
  if (!isRight(view)) throw new Error(`the runner is not the expected one: ${JSON.stringify(view)}`);
}

/** How often the proxy was given a configuration since it was made: it says so itself. */
async function loads(world: World<NodeControlPlane>): Promise<number> {
  const { stdout, stderr } = await world.lab.server(0).exec(["docker", "logs", "fairlead-proxy"]);
  const asked = `${stdout}\n${stderr}`.split("\n").filter((line) => line.includes('"logger":"admin.api"'));
  return asked.filter((line) => line.includes('"method":"POST"')).length;
}
