import { describe, expect, test } from "vitest";
import { label } from "../plan/names.ts";
import { createFakeDocker, type FakeDocker } from "../testing/fake-docker/fake-docker.ts";
import { addImage } from "../testing/fake-docker/images.ts";
import type { DockerHost } from "./docker-host.ts";
import { ensureNetwork, startOnNetwork } from "./network.ts";

const network = "fairlead-shop";
const ours = { [label.managed]: "true" };

async function makeRaw(host: DockerHost, labels: Record<string, string>): Promise<string> {
  return (await host.docker.createNetwork({ Name: network, CheckDuplicate: false, Labels: labels })).id;
}
async function aContainer(docker: FakeDocker, host: DockerHost): Promise<string> {
  addImage(docker.state, { tag: "busybox:1" });
  const made = await host.docker.createContainer({
    name: "any",
    Image: "busybox:1",
    HostConfig: { NetworkMode: network },
  });
  return made.id;
}
/** How often somebody asked for a network to be made. */
function countMakings(docker: FakeDocker): () => number {
  let count = 0;
  docker.faultOf = ({ path }) => {
    if (path === "/networks/create") count += 1;
    return undefined;
  };
  return () => count;
}
const idsOf = (docker: FakeDocker) => docker.state.networks.map(({ id }) => id);

describe("a network", () => {
  test("that many jobs of one runner need at once is made once", async () => {
    const docker = createFakeDocker();
    const host = await docker.connect();
    const makings = countMakings(docker);
    const ids = await Promise.all(Array.from({ length: 5 }, () => ensureNetwork(host, network)));
    expect(makings()).toBe(1);
    expect(new Set(ids)).toEqual(new Set(idsOf(docker)));
  });

  test("that two runners make at once is one in the end, and both know it", async () => {
    const docker = createFakeDocker();
    const makings = countMakings(docker);
    // Two machines: neither sees the other's lock.
    const hosts = await Promise.all(["one", "two"].map(async (label) => ({ ...(await docker.connect()), label })));
    const made = await Promise.all(hosts.map((host) => ensureNetwork(host, network)));
    expect(makings()).toBe(2);
    const settled = await Promise.all(hosts.map((host) => ensureNetwork(host, network)));
    expect(idsOf(docker)).toHaveLength(1);
    expect(settled).toEqual([idsOf(docker)[0], idsOf(docker)[0]]);
    expect(made).toContain(idsOf(docker)[0]);
  });

  test("keeps the twin that is in use, also when that is the younger one", async () => {
    const docker = createFakeDocker();
    const host = await docker.connect();
    const empty = await makeRaw(host, ours);
    const id = await aContainer(docker, host);
    await host.docker.getContainer(id).start();
    docker.state.networks = [];
    const used = await makeRaw(host, ours);
    docker.state.networks.unshift({ id: empty, name: network, createdAt: "2025-01-01T00:00:00Z", labels: ours });
    docker.state.containers[0]?.networks.set(network, { id: used, address: "10.0.0.9" });
    expect(await ensureNetwork(host, network)).toBe(used);
    expect(idsOf(docker)).toEqual([used]);
  });

  test("of somebody else is never removed, and the way out is named", async () => {
    const docker = createFakeDocker();
    const host = await docker.connect();
    const foreign = [await makeRaw(host, {}), await makeRaw(host, {})];
    await expect(ensureNetwork(host, network)).rejects.toMatchObject({
      failure: { class: "docker-unavailable", nextAction: expect.stringContaining("docker network rm") },
    });
    expect(idsOf(docker)).toEqual(foreign);
  });
});

describe("a container", () => {
  test("whose network is missing starts in a new one", async () => {
    const docker = createFakeDocker();
    const host = await docker.connect();
    await startOnNetwork(host, { id: await aContainer(docker, host), network });
    expect(docker.state.containers.map(({ state }) => state)).toEqual(["running"]);
    expect(docker.state.networks).toMatchObject([{ name: network, labels: ours }]);
  });

  test("whose network was made twice starts in the one that is left", async () => {
    const docker = createFakeDocker();
    const host = await docker.connect();
    const id = await aContainer(docker, host);
    const [older] = [await makeRaw(host, ours), await makeRaw(host, ours)];
    await startOnNetwork(host, { id, network });
    expect(idsOf(docker)).toEqual([older]);
    expect(docker.state.containers.map(({ state }) => state)).toEqual(["running"]);
  });
});
