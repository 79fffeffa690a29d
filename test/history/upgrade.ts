import { apiProduct, buildWhatChanged, runnerProduct } from "../../scripts/build/products.ts";
import { type Load, startLoad } from "../release/load.ts";
import { type NodeControlPlane, startNodeControlPlane } from "../support/control-plane.ts";
import { untilEnded } from "../support/deployments.ts";
import { until } from "../support/until.ts";
import { aWorldOn, type World, type WorldApplication } from "../support/world.ts";
import type { About } from "./pack-release.ts";
import { unpackPrograms } from "./releases.ts";

export type Part = "control plane" | "runner";
export interface Upgrade {
  from: About;
  /** The one that is replaced first; the other serves and deploys beside it until its turn comes. */
  first: Part;
}

export interface UpgradeReport {
  requests: number;
  /** Requests that failed while the two versions deployed together, and from then on. */
  failed: { together: number; after: number };
  /** How often the proxy was given a document since the first replacement. The first of a new runner may make a table of the old routes. */
  loads: number;
  /** What visitors saw, in order. */
  versions: string[];
}

type RunnerView = { version: string; updateReason: string | null };
type Kept = World<NodeControlPlane>;

/**
 * A kept release has an application running on a real server; its control plane and its runner are replaced by today's one after the other,
 * under the load of clients that keep connections and try nothing twice. Throws when a deployment fails on the way, when the container of
 * the old version does not outlive the replacement, or when it is not retired by the new one.
 */
export async function upgradeUnderLoad({ from, first }: Upgrade): Promise<UpgradeReport> {
  const programs = unpackPrograms(from);
  try {
    await buildWhatChanged([apiProduct, runnerProduct]);
    const world = await aWorldOn({
      servers: 1,
      startControlPlane: (env) => startNodeControlPlane(env, programs.controlPlane),
      runnerProgram: programs.runner,
    });
    try {
      return await upgrade(world, { from, first });
    } finally {
      await world.stop();
    }
  } finally {
    programs.remove();
  }
}

async function upgrade(world: Kept, { from, first }: Upgrade): Promise<UpgradeReport> {
  const { api } = world.controlPlane;
  const application = await world.anApplication({ fixture: "healthy", name: "shop" });
  await deploy(world, { application, version: "by the old ones" });
  const load = startLoad({ host: application.host, ip: application.ip });
  const [before] = (await api.get<{ items: { id: string }[] }>(`/applications/${application.id}/deployments`)).items;
  const loadsBefore = await loads(world);
  const second: Part = first === "runner" ? "control plane" : "runner";
  await replace(world, { part: first, application });
  if (first === "control plane") await requireRunner(world, ({ version }) => version === from.version);
  await deploy(world, { application, version: `with a new ${first}` });
  const together = load.seen().failed;
  await replace(world, { part: second, application });
  await deploy(world, { application, version: "by the new ones" });
  await requireRunner(world, ({ updateReason }) => updateReason === null);
  // A release that the old version made, brought back by the new one.
  const { deployment } = await api.post<{ deployment: { id: string } }>(`/deployments/${before?.id}/rollback`);
  const { status } = await untilEnded(api, deployment.id);
  if (status !== "succeeded") throw new Error(`the rollback ${status}`);
  const loadsSince = (await loads(world)) - loadsBefore;
  return { ...(await report(load, together)), loads: loadsSince };
}

async function report(load: Load, together: number): Promise<Omit<UpgradeReport, "loads">> {
  const { requests, failed, versions } = await load.stop();
  return { requests, failed: { together, after: failed.length - together }, versions };
}

/** Puts today's program in the place of the old one. What runs on the server is not touched by that, and is known to the new one. */
async function replace(world: Kept, { part, application }: { part: Part; application: WorldApplication }) {
  const running = await runningContainer(world, application);
  if (part === "control plane") {
    await world.controlPlane.program().stop();
    await world.controlPlane.start(apiProduct.output);
  } else {
    await world.runner.halt();
    world.runner.start({}, runnerProduct.output);
  }
  await requireFound(world, application);
  const now = await runningContainer(world, application);
  if (now !== running) throw new Error(`a new ${part} made ${now} of ${running}`);
}

/** A look at the server finds what runs there by the labels that the old runner wrote. */
async function requireFound({ controlPlane: { api }, servers }: Kept, { id }: WorldApplication) {
  const server = `/servers/${servers[0]?.id}`;
  const checkedAt = async () => (await api.get<{ checkedAt: number | null }>(server)).checkedAt ?? 0;
  const before = await checkedAt();
  await api.post(`${server}/check`);
  // A control plane may have given the job to the call that the old runner left behind; it is given out anew when that lease ends.
  const withinMs = 120_000;
  await until("the server to be checked", async () => ((await checkedAt()) > before ? true : undefined), { withinMs });
  const { state } = await api.get<{ state: string }>(`/applications/${id}`);
  if (state !== "running") throw new Error(`what was running counts as ${state}`);
}

/** The one that runs. Several: a release was not retired. */
async function runningContainer({ lab }: Kept, { id }: WorldApplication): Promise<string> {
  const found = ["--format", "{{.ID}} {{.Names}}", "--filter", `label=fairlead.application=${id}`];
  const { stdout } = await lab.server(0).exec(["docker", "ps", ...found]);
  const [only = "none", ...more] = stdout.trim().split("\n");
  if (more.length > 0) throw new Error(`several containers serve one application: ${stdout}`);
  return only;
}

async function deploy(world: Kept, { application, version }: { application: WorldApplication; version: string }) {
  const push = await world.push(application, { "version.txt": `${version}\n` });
  const { status, cause } = await world.ended(application, push.after);
  if (status !== "succeeded") throw new Error(`${version} ${status}: ${cause?.sentence} ${cause?.evidence.join("\n")}`);
  await runningContainer(world, application);
}

async function requireRunner(world: Kept, isRight: (view: RunnerView) => boolean): Promise<void> {
  const view = await world.controlPlane.api.get<RunnerView>(`/runners/${world.runner.id}`);
  if (!isRight(view)) throw new Error(`the runner is not the expected one: ${JSON.stringify(view)}`);
}

/** How often the proxy was given a configuration since it was made: it says so itself. */
async function loads(world: Kept): Promise<number> {
  const { stdout, stderr } = await world.lab.server(0).exec(["docker", "logs", "fairlead-proxy"]);
  const asked = `${stdout}\n${stderr}`.split("\n").filter((line) => line.includes('"logger":"admin.api"'));
  return asked.filter((line) => line.includes('"method":"POST"')).length;
}
