import { Resolver } from "node:dns/promises";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Slot } from "../slot.ts";
import { waitFor } from "../wait-for.ts";
import { serviceFolder, startDaemon } from "./daemon.ts";

export interface LabDns {
  /** Asks the lab's name server: the IPv4 address a browser would dial. Throws when there is none. */
  resolve(domain: string): Promise<string>;
  /** Points a domain outside the wildcards at an address; returns when the name server answers so. */
  point(domain: string, address: string): Promise<void>;
}

/** Every name below `sN.lab.test` is server N, as is what sslip.io would answer with its address; other names do not exist until they are pointed somewhere. */
export async function startDns(slot: Slot): Promise<LabDns> {
  const names = join(serviceFolder(slot), "names");
  mkdirSync(names, { recursive: true });
  const wildcards = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((n) => {
    const address = `${slot.network}.1${n}`;
    return [`s${n}.lab.test`, `${address.replaceAll(".", "-")}.sslip.io`].map((zone) => `address=/${zone}/${address}`);
  });
  const config = [
    "no-resolv",
    "no-hosts",
    "user=root",
    "bind-interfaces",
    `listen-address=${slot.address}`,
    // dnsmasq adds the loopback address by itself, where another name server may be at home.
    "except-interface=lo",
    // Labs that begin at the same moment would meet at the usual one.
    `pid-file=${join(serviceFolder(slot), "dns.pid")}`,
    `hostsdir=${names}`,
    "local=/#/",
    ...wildcards,
  ];
  const file = join(serviceFolder(slot), "dns.conf");
  writeFileSync(file, `${config.join("\n")}\n`);
  await startDaemon(slot, {
    name: "dns",
    argv: ["dnsmasq", "--keep-in-foreground", `--conf-file=${file}`],
    listensOn: { host: slot.address, port: 53 },
  });
  return openDns(slot);
}

export function openDns(slot: Slot): LabDns {
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  resolver.setServers([slot.address]);
  const resolve = async (domain: string) => {
    const [address] = await resolver.resolve4(domain);
    if (address === undefined) throw new Error(`the lab's name server has no address for ${domain}`);
    return address;
  };
  const point = async (domain: string, address: string) => {
    writeFileSync(join(serviceFolder(slot), "names", domain), `${address} ${domain}\n`);
    const isPointed = async () => (await resolve(domain)) === address || undefined;
    await waitFor(`${domain} to resolve to ${address}`, isPointed, { timeoutMs: 5000 });
  };
  return { resolve, point };
}
