import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { outboundProxyPort } from "../ports.ts";
import type { Slot } from "../slot.ts";
import { serviceFolder, startDaemon } from "./daemon.ts";

/** Servers have no route out of the lab, as in a closed network. This forward proxy is the only way, for builds that download. */
export async function startOutboundProxy(slot: Slot): Promise<string> {
  const folder = serviceFolder(slot);
  const config = [
    `Listen ${slot.address}`,
    `Port ${outboundProxyPort}`,
    `Allow ${slot.network}.0/24`,
    "Timeout 600",
    "MaxClients 100",
    "ConnectPort 443",
    "DisableViaHeader Yes",
    "LogLevel Warning",
    `LogFile "${join(folder, "outbound-proxy.requests.log")}"`,
  ];
  const file = join(folder, "outbound-proxy.conf");
  writeFileSync(file, `${config.join("\n")}\n`);
  await startDaemon(slot, {
    name: "outbound-proxy",
    argv: ["tinyproxy", "-d", "-c", file],
    listensOn: { host: slot.address, port: outboundProxyPort },
  });
  return outboundProxyUrl(slot);
}

export const outboundProxyUrl = (slot: Slot): string => `http://${slot.address}:${outboundProxyPort}`;
