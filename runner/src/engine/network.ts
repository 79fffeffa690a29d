import * as v from "valibot";
import { StepFailed } from "../outcome.ts";
import { isOurs, planTwins, type SeenNetwork } from "../plan/twin-networks.ts";
import { callDocker, messageOf } from "./docker-error.ts";
import type { DockerHost } from "./docker-host.ts";
import { whileMaking } from "./making-lock.ts";
import { renderNetwork } from "./render-network.ts";

/** Another runner may make one more between our look and our removal: then look again. */
const tries = 5;

/** Makes sure there is exactly one network of this name, and tells its id. Twins that runners made at the same moment are mended. */
export const ensureNetwork = (host: DockerHost, name: string): Promise<string> =>
  whileMaking(host, `network ${name}`, async () => {
    for (let left = tries; left > 0; left--) {
      const [network, ...twins] = await readNetworks(host, name);
      if (network && twins.length === 0) return network.id;
      if (network) await removeTwins(host, [network, ...twins]);
      // 409: somebody else was quicker, which is as good.
      else await callDocker(host.docker.createNetwork(renderNetwork(name)), { accepted: [409] });
    }
    throw ambiguous(name, await readNetworks(host, name));
  });

/** Starts a container and makes its network when that is missing, or mends it when its name has become ambiguous. */
export async function startOnNetwork(
  host: DockerHost,
  { id, network }: { id: string; network: string },
): Promise<void> {
  const start = () => host.docker.getContainer(id).start();
  const accepted = [304];
  try {
    await start();
  } catch (error) {
    // Networks are made when they are first needed: asking beforehand would cost every deployment a call.
    if (isOfNetwork(error, network)) {
      await ensureNetwork(host, network);
      await callDocker(start(), { accepted });
    } else await callDocker(Promise.reject(error), { accepted });
  }
}

const isOfNetwork = (error: unknown, network: string) => {
  const message = messageOf(error);
  return message.includes(`network ${network} not found`) || message.includes(`network ${network} is ambiguous`);
};

const Listed = v.object({
  Id: v.string(),
  Name: v.string(),
  Created: v.string(),
  Labels: v.nullish(v.record(v.string(), v.string())),
});

/** Docker's filter takes every name that holds the text. */
async function readNetworks(host: DockerHost, name: string): Promise<Omit<SeenNetwork, "containers">[]> {
  const listed = await callDocker(host.docker.listNetworks({ filters: { name: [name] } }));
  return v
    .parse(v.array(Listed), listed)
    .filter(({ Name }) => Name === name)
    .map(({ Id, Created, Labels }) => ({ id: Id, createdAt: Created, labels: Labels ?? {} }));
}

const Container = v.object({
  NetworkSettings: v.nullish(
    v.object({ Networks: v.nullish(v.record(v.string(), v.object({ NetworkID: v.string() }))) }),
  ),
});

async function removeTwins(host: DockerHost, networks: readonly Omit<SeenNetwork, "containers">[]): Promise<void> {
  const listed = await callDocker(host.docker.listContainers({ all: true }));
  const used = v
    .parse(v.array(Container), listed)
    .flatMap(({ NetworkSettings }) => Object.values(NetworkSettings?.Networks ?? {}).map(({ NetworkID }) => NetworkID));
  const seen = networks.map((each) => ({ ...each, containers: used.filter((id) => id === each.id).length }));
  // 403: it got a container in this moment. 404: another runner removed it.
  for (const { id } of planTwins(seen).remove)
    await callDocker(host.docker.getNetwork(id).remove(), { accepted: [403, 404] });
}

const ambiguous = (name: string, networks: readonly Omit<SeenNetwork, "containers">[]) =>
  new StepFailed({
    class: "docker-unavailable",
    step: null,
    sentence: `The server has ${networks.length} networks named ${name}, and more than one of them is in use or not ours.`,
    evidence: networks.map((each) => `${each.id.slice(0, 12)} ${each.createdAt} ${isOurs(each) ? "ours" : "not ours"}`),
    nextAction: `See who uses which with \`docker network inspect <id>\`, remove all but one with \`docker network rm <id>\`, then try again.`,
  });
