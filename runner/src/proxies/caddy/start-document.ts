import type { DockerHost } from "../../engine/docker-host.ts";
import { HostFileError } from "../../hosts/host-fault.ts";
import type { CaddyConfig } from "./caddy-config.ts";
import type { ProxyContainer } from "./container.ts";
import { proxyFiles, proxyFolder } from "./proxy-paths.ts";
import { renderEmpty } from "./render.ts";
import { featuresOf, readVersion } from "./version.ts";

/** Of a container that was made before it told its version, only the image may say it; else it is taken for the oldest. */
export async function seenVersion(
  host: DockerHost,
  proxy: ProxyContainer,
): Promise<{ version: string | undefined; isTold: boolean }> {
  const told = readVersion(await readText(host, proxyFiles.version));
  if (told !== undefined) return { version: told, isTold: true };
  const [, named = ""] = proxy.Config.Env?.find((line) => line.startsWith("CADDY_VERSION="))?.split("=") ?? [];
  return { version: readVersion(named), isTold: false };
}

/** A proxy of a version that never ran here waits for something to start with. */
export async function prepareStart(host: DockerHost, proxy: ProxyContainer): Promise<void> {
  const { version, isTold } = await seenVersion(host, proxy);
  if (version === undefined || !isTold) return;
  const path = `${proxyFolder(host.home)}/${proxyFiles.startOf(version)}`;
  if ((await host.files.stat(path)) === undefined) await write(host, path, renderEmpty(featuresOf(version)));
}

/** The next start begins with what is in force now. */
export async function keepForStart(
  host: DockerHost,
  { proxy, config }: { proxy: ProxyContainer; config: CaddyConfig },
) {
  const { version, isTold } = await seenVersion(host, proxy);
  if (version !== undefined && isTold)
    await write(host, `${proxyFolder(host.home)}/${proxyFiles.startOf(version)}`, config);
}

const write = (host: DockerHost, path: string, config: CaddyConfig) =>
  host.files.write(path, JSON.stringify(config), { mode: 0o600 });

/** Nothing when there is no such file. */
export async function readText(host: DockerHost, name: string): Promise<string> {
  try {
    return (await host.files.read(`${proxyFolder(host.home)}/${name}`, { maxBytes: 65_536 })).toString("utf8");
  } catch (error) {
    if (error instanceof HostFileError && error.reason === "not-found") return "";
    throw error;
  }
}
