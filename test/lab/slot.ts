import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { run } from "./command.ts";
import { withLock } from "./lock.ts";
import { checkoutFolder, hiddenFolders, labHome, serverScript } from "./places.ts";
import { processStart } from "./process-start.ts";
import type { ServerOptions } from "./server.ts";

/**
 * One running lab on this machine. The number decides its network, its interface names and its folder, and is claimed for
 * the whole machine by making the folder, so two checkouts, or two test files at once, never collide.
 */
export interface Slot {
  number: number;
  folder: string;
  prefix: string;
  /** First three numbers of its /24, for example `10.77.4`. */
  network: string;
  /** Where services listen, for example `10.77.4.1`. */
  address: string;
}

/** Who holds a slot. `isKept` labs outlive their holder until `down`. */
export interface SlotOwner {
  pid: number;
  processStart: string;
  checkout: string;
  isKept: boolean;
  servers: readonly ServerOptions[];
}

const highestSlot = 199;
const labsFolder = join(labHome, "labs");

const slotOf = (number: number): Slot => ({
  number,
  folder: join(labsFolder, String(number)),
  prefix: `fl${number}`,
  network: `10.77.${number}`,
  address: `10.77.${number}.1`,
});

/** Claims the first free number from a start that depends on the checkout; ends labs whose test run has died. */
export async function claimSlot(owner: Pick<SlotOwner, "isKept" | "servers">): Promise<Slot> {
  mkdirSync(labsFolder, { recursive: true });
  // One at a time: ending an abandoned lab takes a while, and its folder must not be claimed meanwhile.
  return withLock(join(labHome, "claim.lock"), () => claimFreeSlot(owner));
}

async function claimFreeSlot(owner: Pick<SlotOwner, "isKept" | "servers">): Promise<Slot> {
  const start = [...checkoutFolder].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % highestSlot, 7);
  for (let offset = 0; offset < highestSlot; offset++) {
    const slot = slotOf(1 + ((start + offset) % highestSlot));
    await endAbandonedLab(slot);
    if (!isFolderMade(slot.folder)) continue;
    writeOwner(slot, owner);
    if (!isNetworkTaken(slot)) return slot;
    await endLab(slot);
  }
  throw new Error(`all ${highestSlot} lab networks are in use; see ${labsFolder}`);
}

export function writeOwner(slot: Slot, owner: Pick<SlotOwner, "isKept" | "servers">): void {
  const whole: SlotOwner = {
    ...owner,
    pid: process.pid,
    processStart: processStart(process.pid) ?? "",
    checkout: checkoutFolder,
  };
  // By rename: others read this file at any moment and must never see half of it.
  writeFileSync(join(slot.folder, "owner.new"), JSON.stringify(whole));
  renameSync(join(slot.folder, "owner.new"), join(slot.folder, "owner.json"));
}

export function readOwner(slot: Slot): SlotOwner | undefined {
  try {
    return JSON.parse(readFileSync(join(slot.folder, "owner.json"), "utf8"));
  } catch {
    return undefined;
  }
}

export function claimedSlots(): Slot[] {
  mkdirSync(labsFolder, { recursive: true });
  return readdirSync(labsFolder)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => slotOf(Number(name)));
}

export const isHeld = (owner: SlotOwner): boolean => processStart(owner.pid) === owner.processStart;

/** The environment that server.sh needs to know which lab it works on. */
export const slotEnvironment = (slot: Slot): Record<string, string> => ({
  LAB_FOLDER: slot.folder,
  LAB_PREFIX: slot.prefix,
  LAB_NETWORK: slot.network,
  LAB_HIDE: hiddenFolders().join(" "),
});

export async function endLab(slot: Slot): Promise<void> {
  await run(["bash", serverScript, "down"], { env: slotEnvironment(slot) });
}

async function endAbandonedLab(slot: Slot): Promise<void> {
  const owner = readOwner(slot);
  if (owner !== undefined && !owner.isKept && !isHeld(owner)) await endLab(slot);
}

function isFolderMade(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function isNetworkTaken(slot: Slot): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return addresses.some(({ address }) => address.startsWith(`${slot.network}.`));
}
