import * as v from "valibot";
import { ServerRoutes } from "../../../contract/index.ts";
import type { Host } from "../../hosts/host.ts";
import { proxyFiles, proxyFolder } from "./proxy-paths.ts";
import type { ProxySettings } from "./render.ts";
import { readText } from "./start-document.ts";
import { readNetworks } from "./table.ts";

// What a container that is made anew serves with, before anybody tells it: the table stands beside it, and so does the rest.

const Kept = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ acme: ServerRoutes.entries.acme, probeSecret: ServerRoutes.entries.probeSecret }),
);

/** Settings that the proxy took last. undefined: none yet. */
export async function readKeptSettings(host: Host): Promise<ProxySettings | undefined> {
  const parsed = v.safeParse(Kept, await readText(host, proxyFiles.settings));
  return parsed.success ? parsed.output : undefined;
}

export const keepSettings = (host: Host, { acme, probeSecret }: ProxySettings): Promise<void> =>
  host.files.write(`${proxyFolder(host.home)}/${proxyFiles.settings}`, JSON.stringify({ acme, probeSecret }), {
    mode: 0o600,
  });

/** Networks of the applications in the table in force. */
export const readKeptNetworks = (host: Host): Promise<string[]> =>
  readNetworks(host.files, `${proxyFolder(host.home)}/${proxyFiles.routes}`);
