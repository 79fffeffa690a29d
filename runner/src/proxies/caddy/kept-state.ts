import * as v from "valibot";
import { ServerRoutes } from "../../../contract/index.ts";
import type { DockerHost } from "../../engine/docker-host.ts";
import { proxyFiles, proxyFolder } from "./proxy-paths.ts";
import type { ProxySettings } from "./render.ts";
import { readText } from "./start-document.ts";
import { readNetworks } from "./table.ts";

// What a container that is made anew serves with, before anybody tells it: the table stands beside it, and so does the rest.

const Kept = v.pipe(
  v.string(),
  v.parseJson(),
  v.pick(v.object(ServerRoutes.entries), ["acme", "probeSecret", "trustedProxies"]),
);

/** Settings that the proxy took last. undefined: none yet. */
export async function readKeptSettings(host: DockerHost): Promise<ProxySettings | undefined> {
  const parsed = v.safeParse(Kept, await readText(host, proxyFiles.settings));
  return parsed.success ? parsed.output : undefined;
}

export function keepSettings(host: DockerHost, { acme, probeSecret, trustedProxies }: ProxySettings): Promise<void> {
  const kept = JSON.stringify({ acme, probeSecret, trustedProxies });
  return host.files.write(`${proxyFolder(host.home)}/${proxyFiles.settings}`, kept, { mode: 0o600 });
}

/** Networks of the resources in the table in force. */
export const readKeptNetworks = (host: DockerHost): Promise<string[]> =>
  readNetworks(host.files, `${proxyFolder(host.home)}/${proxyFiles.routes}`);
