import type { ContainerCreateOptions } from "dockerode";
import * as v from "valibot";
import type { Clock } from "../../agent/clock.ts";
import { callDocker } from "../../engine/docker-error.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { whileMaking } from "../../engine/making-lock.ts";
import { ensureNetwork, startOnNetwork } from "../../engine/network.ts";
import { RunnerFault, StepFailed } from "../../outcome.ts";
import { label, proxyName } from "../../plan/names.ts";
import { readKeptNetworks } from "./kept-state.ts";
import { proxyFiles, proxyFolder, proxyPaths } from "./proxy-paths.ts";

export type ProxyImage = {
  /** Name of the image, e.g. `caddy:2.11`. */
  reference: string;
  /** Makes sure it is on the server. */
  pull: (host: DockerHost, reference: string) => Promise<void>;
};

export type ProxyTools = { image: ProxyImage; clock: Pick<Clock, "sleep"> };

/** Of its own, so that the container always has Docker's resolver: the default bridge has none. */
const ownNetwork = "fairlead-proxy";

const Inspected = v.object({
  Id: v.string(),
  State: v.object({ Running: v.boolean() }),
  Config: v.object({
    Image: v.optional(v.string(), ""),
    Labels: v.nullish(v.record(v.string(), v.string())),
    Env: v.nullish(v.array(v.string())),
  }),
  NetworkSettings: v.object({ Networks: v.nullish(v.record(v.string(), v.unknown())) }),
});
export type ProxyContainer = v.InferOutput<typeof Inspected>;

/** undefined: there is none. Throws StepFailed when the name belongs to a container that is not ours. */
export async function findProxy(host: DockerHost): Promise<ProxyContainer | undefined> {
  const found = await callDocker(host.docker.getContainer(proxyName).inspect(), { accepted: [404] });
  if (found === undefined) return undefined;
  const proxy = v.parse(Inspected, found);
  if (proxy.Config.Labels?.[label.proxy] === "caddy") return proxy;
  throw new StepFailed({
    class: "route-refused",
    step: null,
    sentence: `A container named ${proxyName} exists on the server, but Fairlead did not make it.`,
    evidence: [`container ${proxy.Id.slice(0, 12)}`],
    nextAction: `Rename or remove that container (\`docker rename ${proxyName} other-name\`), then try again.`,
  });
}

/** Makes folder, network and container, and starts it. Safe to repeat at every point, and for several jobs and runners at once. */
export const ensureProxyContainer = (host: DockerHost, tools: ProxyTools): Promise<ProxyContainer> =>
  whileMaking(host, proxyName, async () => {
    const existing = (await findProxy(host)) ?? (await createProxy(host, tools));
    if (!existing.State.Running) await startOnNetwork(host, { id: existing.Id, network: ownNetwork });
    return existing;
  });

async function createProxy(host: DockerHost, { image, clock }: ProxyTools): Promise<ProxyContainer> {
  const folder = proxyFolder(host.home);
  await host.files.makeDirectory(folder, { mode: 0o700 });
  const missing = await callDocker(host.docker.getImage(image.reference).inspect(), { accepted: [404] });
  if (missing === undefined) await image.pull(host, image.reference);
  // What another proxy refused is nothing to this one.
  await host.files.remove(`${folder}/${proxyFiles.refused}`);
  await ensureNetwork(host, ownNetwork);
  await callDocker(host.docker.createContainer(renderProxyContainer({ folder, image: image.reference })), {
    // 409: somebody else was quicker, which is as good.
    accepted: [409],
  });
  const made = await awaitProxy(host, clock);
  if (made) {
    // Before it starts: whom its first visitor asks for must be found.
    await joinNetworks(host, { proxy: made, networks: await readKeptNetworks(host) });
    return made;
  }
  throw new RunnerFault({
    class: "internal",
    step: null,
    sentence: "The proxy's container vanished while it was made.",
    evidence: [],
    nextAction: "Check the server again.",
  });
}

/** Another runner's container has its name a moment before it can be seen. */
async function awaitProxy(host: DockerHost, clock: ProxyTools["clock"]): Promise<ProxyContainer | undefined> {
  for (let left = looks; left > 1; left--) {
    const found = await findProxy(host);
    if (found) return found;
    await clock.sleep(lookEveryMs);
  }
  return findProxy(host);
}

const looks = 20;
const lookEveryMs = 100;

/**
 * Constants only. A socket left by a killed proxy would keep the next one from starting. What to start with is written for the version
 * that says its name here: by us, at the first start of each version.
 */
const startScript = [
  `umask 0 && cd ${proxyPaths.shared} && rm -f ${proxyFiles.socket}`,
  `version=$(caddy version | cut -d' ' -f1) && echo "$version" > ${proxyFiles.version}`,
  `until [ -f "start-$version.json" ]; do sleep 0.1; done`,
  `exec caddy run --config "start-$version.json"`,
].join("\n");

export function renderProxyContainer({ folder, image }: { folder: string; image: string }): ContainerCreateOptions {
  const volume = (name: string, target: string) => ({ Type: "volume" as const, Source: name, Target: target });
  return {
    name: proxyName,
    Image: image,
    Entrypoint: ["sh"],
    Cmd: ["-c", startScript],
    Env: ["XDG_CONFIG_HOME=/config", "XDG_DATA_HOME=/data"],
    Labels: { [label.managed]: "true", [label.proxy]: "caddy" },
    ExposedPorts: { "80/tcp": {}, "443/tcp": {}, "443/udp": {} },
    HostConfig: {
      NetworkMode: ownNetwork,
      RestartPolicy: { Name: "always" },
      PortBindings: {
        "80/tcp": [{ HostPort: "80" }],
        "443/tcp": [{ HostPort: "443" }],
        "443/udp": [{ HostPort: "443" }],
      },
      Binds: [`${folder}:${proxyPaths.shared}`],
      Mounts: [
        { ...volume("fairlead-proxy-config", "/config"), ReadOnly: false, Consistency: "default" },
        { ...volume("fairlead-proxy-data", "/data"), ReadOnly: false, Consistency: "default" },
      ],
      // A name without dots is Docker's to answer: without this, one that does not exist is asked of the whole internet.
      DnsOptions: ["ndots:1"],
      SecurityOpt: ["no-new-privileges"],
      CapDrop: ["ALL"],
      // DAC_OVERRIDE: the shared folder belongs to the user we are on the server.
      CapAdd: ["NET_BIND_SERVICE", "DAC_OVERRIDE"],
      PidsLimit: 4_096,
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
    },
  };
}

/** Lets what is under way finish, and starts again. */
export async function restartProxy(host: DockerHost): Promise<void> {
  await callDocker(host.docker.getContainer(proxyName).restart({ t: 10 }));
}

/** Joins the networks whose resources it serves. 403: it is in there already. */
export async function joinNetworks(
  host: DockerHost,
  { proxy, networks }: { proxy: ProxyContainer; networks: readonly string[] },
): Promise<void> {
  for (const network of missingNetworks(proxy, networks)) {
    const id = await ensureNetwork(host, network);
    await callDocker(host.docker.getNetwork(id).connect({ Container: proxy.Id }), { accepted: [403] });
  }
}

/** Those of the networks that the proxy is not in. */
export function missingNetworks(proxy: ProxyContainer, networks: readonly string[]): string[] {
  const joined = Object.keys(proxy.NetworkSettings.Networks ?? {});
  return networks.filter((name) => !joined.includes(name));
}
