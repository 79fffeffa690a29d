import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { run } from "./command.ts";
import { type Forge, openForge, startForge } from "./forge.ts";
import { ensureWarmDocker, warmDockerFolders } from "./images/warm-docker.ts";
import { ensureImages } from "./images.ts";
import { labAvailability } from "./install.ts";
import { withLock } from "./lock.ts";
import { ensureNewest, type Newest } from "./newest/newest.ts";
import { checkoutFolder, labHome, serverScript } from "./places.ts";
import { createServer, dockerOf, type LabServer, openServer, type ServerOptions, type ServerPlace } from "./server.ts";
import { type LabAcme, openAcme, startAcme } from "./services/acme.ts";
import { makeCertificates, openCertificates } from "./services/certificates.ts";
import { type LabDns, openDns, startDns } from "./services/dns.ts";
import { outboundProxyUrl, startOutboundProxy } from "./services/outbound-proxy.ts";
import {
  openRegistries,
  type PrivateRegistry,
  type Registry,
  startPrivateRegistry,
  startSharedRegistry,
} from "./services/registry.ts";
import { claimedSlots, claimSlot, endLab, isHeld, readOwner, type Slot, slotEnvironment, writeOwner } from "./slot.ts";

export interface LabOptions {
  /** How many, or options for each. Up to eight, each with the Docker it names. */
  servers: number | readonly ServerOptions[];
  /** Stays up when its tests end, for the next run of this checkout to take over. Default: FAIRLEAD_LAB_KEEP is 1. */
  isKept?: boolean;
}

/**
 * Real servers and everything around them, on this machine and closed off from the outside. Each lab has a network of its
 * own, so any number of test files may run one at the same time. Indexes count from 0: `lab.server(0)` is called `s1`.
 */
export interface Lab {
  servers: readonly LabServer[];
  /** Like `servers[index]`, but throws when there is none. */
  server(index: number): LabServer;
  /** Where the lab's services listen; servers reach this machine under it too. */
  address: string;
  /** Base images, without a password; servers use it in place of Docker Hub. All labs share it: push elsewhere. */
  registry: Registry;
  /** Empty at first; asks for user name and password. */
  privateRegistry: PrivateRegistry;
  forge: Forge;
  acme: LabAcme;
  dns: LabDns;
  /** A domain below the server's wildcard, for example `shop.s1.lab.test`. */
  domain(index: number, name: string): string;
  /** Servers have no way out of the lab but this forward proxy: the value for HTTP_PROXY and HTTPS_PROXY. */
  outboundProxy: string;
  /** Ends every process and forgets every file of the lab; a kept lab is only let go. */
  stop(): Promise<void>;
}

/** Installs, builds and starts what is needed. Throws with a plain reason where the lab cannot run: `labAvailability` tells before. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const availability = await labAvailability();
  if (!availability.available) throw new Error(`the lab cannot run here: ${availability.reason}`);
  const { servers, isKept = process.env.FAIRLEAD_LAB_KEEP === "1" } = options;
  const plain: readonly ServerOptions[] = typeof servers === "number" ? new Array(servers).fill({}) : servers;
  // Written out, so that a lab that was kept from a run with other ones is not taken for this.
  const wanted = plain.map((server) => ({ ...server, docker: dockerOf(server) }));
  const newest = await ensureNewest();
  const kept = isKept ? await takeKeptLab(wanted) : undefined;
  if (kept !== undefined) return reopenLab(kept, { wanted, isKept, newest });
  const slot = await claimSlot({ isKept, servers: wanted });
  if (!isKept) endWithProcess(slot);
  try {
    return await buildLab(slot, { wanted, isKept, newest });
  } catch (error) {
    await endLab(slot);
    throw error;
  }
}

/** Ends all labs of this checkout that were kept, or whose process died. Labs in use stay. */
export async function stopKeptLabs(): Promise<void> {
  for (const slot of claimedSlots()) {
    const owner = readOwner(slot);
    if (owner?.checkout === checkoutFolder && !isHeld(owner)) await endLab(slot);
  }
}

interface BuildOptions {
  wanted: readonly ServerOptions[];
  isKept: boolean;
  newest: Newest;
}

async function buildLab(slot: Slot, options: BuildOptions): Promise<Lab> {
  const userKeyPath = userKeyFile(slot);
  await run(["bash", serverScript, "network"], { env: slotEnvironment(slot) });
  await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f", userKeyPath]);
  const [certificates] = await Promise.all([makeCertificates(slot), startImages(slot, options)]);
  await Promise.all([
    startDns(slot),
    startPrivateRegistry(slot),
    startAcme(slot, certificates),
    startOutboundProxy(slot),
    startForge(slot, certificates),
    ...serverPlaces(slot, options).map(createServer),
  ]);
  return openLab(slot, options);
}

async function startImages(slot: Slot, { wanted, newest }: BuildOptions): Promise<void> {
  await ensureImages(await startSharedRegistry(slot), newest);
  for (const docker of new Set(wanted.map(dockerOf)))
    await ensureWarmDocker({ docker, slot, userKeyPath: userKeyFile(slot), newest });
}

function serverPlaces(slot: Slot, { wanted, newest }: BuildOptions): ServerPlace[] {
  const dockerTemplates = warmDockerFolders(newest);
  const userKeyPath = userKeyFile(slot);
  const newestDockerFolder = newest.docker.folder;
  return wanted.map((options, index) => ({
    ...options,
    slot,
    number: index + 1,
    userKeyPath,
    dockerTemplates,
    newestDockerFolder,
  }));
}

/** A kept lab may have been left with servers off or cut. */
async function reopenLab(slot: Slot, options: BuildOptions): Promise<Lab> {
  const lab = openLab(slot, options);
  await Promise.all(lab.servers.map((server) => server.boot().then(() => server.heal())));
  return lab;
}

function openLab(slot: Slot, options: BuildOptions): Lab {
  const servers = serverPlaces(slot, options).map(openServer);
  const server = (index: number) => {
    const found = servers[index];
    if (found === undefined)
      throw new Error(`the lab was started with ${servers.length} servers; there is no ${index}`);
    return found;
  };
  return {
    servers,
    server,
    address: slot.address,
    ...openRegistries(slot),
    forge: openForge(slot, openCertificates(slot)),
    acme: openAcme(slot),
    dns: openDns(slot),
    domain: (index, name) => `${name}.${server(index).name}.lab.test`,
    outboundProxy: outboundProxyUrl(slot),
    stop: async () => {
      if (!options.isKept) await endLab(slot);
    },
  };
}

const userKeyFile = (slot: Slot) => join(slot.folder, "user_key");

function takeKeptLab(servers: readonly ServerOptions[]): Promise<Slot | undefined> {
  // Two test files may look for a kept lab at the same moment; only one of them may have it.
  return withLock(join(labHome, "kept.lock"), async () => {
    const slot = claimedSlots().find((candidate) => {
      const owner = readOwner(candidate);
      const isOurs = owner?.isKept === true && owner.checkout === checkoutFolder && !isHeld(owner);
      return isOurs && JSON.stringify(owner.servers) === JSON.stringify(servers);
    });
    if (slot !== undefined) writeOwner(slot, { isKept: true, servers });
    return slot;
  });
}

/** A test run that is interrupted never calls `stop`; what remains of a killed one is ended by the next `startLab`. */
function endWithProcess(slot: Slot): void {
  process.once("exit", () => {
    if (readOwner(slot)?.pid === process.pid) {
      spawnSync("bash", [serverScript, "down"], { env: { ...process.env, ...slotEnvironment(slot) } });
    }
  });
}
