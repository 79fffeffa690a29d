import { request } from "node:http";
import { deliverPush } from "../lab/deliver-push.ts";
import type { Push } from "../lab/forge/push.ts";
import type { LabServer } from "../lab/server.ts";
import { runningOf } from "../support/containers.ts";
import { untilEnded } from "../support/deployments.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";
import { saidBy, startAsking } from "./answers.ts";
import { type Hand, openHand } from "./by-hand.ts";
import { once } from "./once.ts";
import { callsDuring, type RemoteCalls } from "./remote-calls.ts";
import { serverCpuMs } from "./server-cpu.ts";

/** One number of ours beside the same of the hand, taken right after each other. */
type Pair = { ours: number; hand: number };
export type DeployStudy = {
  deployMs: Pair[];
  redeployMs: Pair[];
  /** CPU of the server from the push until the old version is stopped. */
  deployCpuMs: Pair[];
  calls: RemoteCalls;
};

const rounds = 8;
const cpuRounds = 4;

type Study = { world: World; server: LabServer; ours: WorldApplication; byHand: WorldApplication; hand: Hand };

/** Both deploy the same application to the same server behind the same proxy, in turns, so that whatever slows one slows the other. */
export const deployStudy = once(async (): Promise<DeployStudy> => {
  const world = await aWorld({ servers: 1 });
  try {
    const study = await prepare(world);
    const deployMs: Pair[] = [];
    const redeployMs: Pair[] = [];
    const deployCpuMs: Pair[] = [];
    for (let round = 0; round < rounds; round++) deployMs.push(await deployRound(study));
    for (let round = 0; round < rounds; round++) redeployMs.push(await redeployRound(study));
    await deployOnPushAgain(study);
    for (let round = 0; round < cpuRounds; round++) deployCpuMs.push(await cpuRound(study));
    const deploy = async () => (await deployOurs(study)).ended;
    const calls = await callsDuring(study.server, { warmUp: deploy, work: deploy });
    await study.hand.close();
    return { deployMs, redeployMs, deployCpuMs, calls };
  } finally {
    await world.stop();
  }
});

async function prepare(world: World): Promise<Study> {
  const server = world.lab.server(0);
  const ours = await world.anApplication({ fixture: "healthy", name: "ours" });
  const byHand = await world.anApplication({ fixture: "healthy", name: "by-hand" });
  const first = await world.push(ours, { "version.txt": "first\n" });
  await world.ended(ours, first.after);
  const hand = await openHand({ world, server, application: byHand, network: await networkOf(server, ours) });
  const study = { world, server, ours, byHand, hand };
  // The first time everything is cold, for both.
  for (let warm = 0; warm < 2; warm++) await deployRound(study);
  return study;
}

/** The network that the product put the application on, so that the proxy finds both. */
async function networkOf(server: LabServer, { id }: WorldApplication): Promise<string> {
  const [running] = await runningOf(server, id);
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request({ socketPath: server.dockerSocketPath, path: `/containers/${running?.name}/json` });
    asked.on("response", async (answer) => resolve((await answer.toArray()).join("")));
    asked.on("error", reject);
    asked.end();
  });
  const inspected: { NetworkSettings: { Networks: Record<string, unknown> } } = JSON.parse(text);
  return Object.keys(inspected.NetworkSettings.Networks)[0] ?? "";
}

let changes = 0;

function change({ world }: Study, { repository }: WorldApplication): Promise<Push> {
  return world.lab.forge.commitAndPush(repository, { files: { "version.txt": `change ${++changes}\n` } });
}

/** From the first byte of the webhook to the first answer of the new version; the deployment goes on draining meanwhile. */
async function deployOurs(study: Study): Promise<{ elapsedMs: number; ended: Promise<void> }> {
  const { world, ours } = study;
  const push = await change(study, ours);
  const { webhookUrl: url, forge, secret } = ours.source;
  const clock = await startAsking(ours, ({ commit }) => commit === push.after);
  await deliverPush({ url, forge, secret, push });
  const elapsedMs = await clock.elapsed();
  const ended = world.ended(ours, push.after).then(({ status, cause }) => {
    if (status !== "succeeded") throw new Error(`the deployment ${status}: ${cause?.sentence}`);
  });
  return { elapsedMs, ended };
}

async function deployByHand(study: Study): Promise<number> {
  const push = await change(study, study.byHand);
  const clock = await startAsking(study.byHand, ({ commit }) => commit === push.after);
  await study.hand.deploy(push.after);
  return clock.elapsed();
}

async function deployRound(study: Study): Promise<Pair> {
  const { elapsedMs, ended } = await deployOurs(study);
  // Ours only waits now, for its old version to drain.
  const hand = await deployByHand(study);
  await Promise.all([ended, study.hand.stopOld()]);
  return { ours: elapsedMs, hand };
}

/** From the release before, whose image is there: a redeploy of the newest builds again. */
async function redeployRound(study: Study): Promise<Pair> {
  const { world, ours, byHand, hand } = study;
  const { api } = world.controlPlane;
  const { items } = await api.get<{ items: { id: string }[] }>(`/applications/${ours.id}/deployments`);
  const before = { ours: await saidBy(ours), hand: await saidBy(byHand) };
  const clock = await startAsking(ours, ({ instance }) => instance !== before.ours.instance);
  const { deployment } = await api.post<{ deployment: { id: string } }>(`/deployments/${items[1]?.id}/rollback`);
  const elapsedMs = await clock.elapsed();
  const handClock = await startAsking(byHand, ({ instance }) => instance !== before.hand.instance);
  await hand.redeploy();
  const handMs = await handClock.elapsed();
  await Promise.all([untilEnded(api, deployment.id), hand.stopOld()]);
  return { ours: elapsedMs, hand: handMs };
}

/** Going back switches it off, so that the next push does not undo it. */
async function deployOnPushAgain({ world, ours }: Study): Promise<void> {
  const { api } = world.controlPlane;
  const { origin } = await api.get<{ origin: Record<string, unknown> }>(`/applications/${ours.id}`);
  const { repository: _derived, ...given } = origin;
  await api.patch(`/applications/${ours.id}`, { origin: { ...given, autoDeploy: true } });
}

/** One after the other to the very end, because what the server spends cannot be told apart. */
async function cpuRound(study: Study): Promise<Pair> {
  const used = () => serverCpuMs(study.world.lab, 0);
  const start = used();
  await (await deployOurs(study)).ended;
  const middle = used();
  await deployByHand(study);
  await study.hand.stopOld();
  return { ours: middle - start, hand: used() - middle };
}
