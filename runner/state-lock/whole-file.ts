import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
import { StateNotKept } from "./state-not-kept.ts";

/** What writes to the disk; a test brings one that dies or is full at a byte. */
export type Disk = Pick<
  typeof fs,
  "openSync" | "writeSync" | "fsyncSync" | "closeSync" | "linkSync" | "renameSync" | "rmSync"
>;

export interface Writing {
  disk?: Disk;
  /** For its user alone unless given. */
  mode?: number;
  /** False: whole for every reader, but a power loss may bring back what was there before. */
  isDurable?: boolean;
}

/**
 * Puts this text in the place of the file. Laws, for this and `makeWhole`:
 * - Whoever reads sees the text before or the whole text now, also after a kill, a full disk or a power loss at any byte.
 * - Nobody but its user may read it, whoever made the file before.
 * Throws StateNotKept.
 */
export function writeWhole(file: string, text: string, writing: Writing = {}): void {
  const { disk = fs } = writing;
  keeping(file, () => throughDraft(file, { text, writing }, (draft) => disk.renameSync(draft, file)));
}

/** Makes the file. False, with nothing changed, where there is one: of many that try at once, one makes it. Throws StateNotKept. */
export function makeWhole(file: string, text: string, writing: Writing = {}): boolean {
  const { disk = fs } = writing;
  return keeping(file, () =>
    throughDraft(file, { text, writing }, (draft) => {
      try {
        // A link is refused where something is, and what it shows was written before.
        disk.linkSync(draft, file);
        return true;
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
        throw error;
      } finally {
        disk.rmSync(draft, { force: true });
      }
    }),
  );
}

/** Removes what writers left that were killed. Only for who holds the folder alone; one that is not there has none. */
export function removeDrafts(folder: string): void {
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder))
    if (draftName.test(entry)) fs.rmSync(join(folder, entry), { force: true });
}

const draftName = /^\.[^/]{1,200}\.[0-9a-f]{12}\.draft$/;

type Draft = { text: string; writing: Writing };

function throughDraft<T>(file: string, { text, writing }: Draft, place: (draft: string) => T): T {
  const { disk = fs, mode = 0o600, isDurable = true } = writing;
  const draft = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString("hex")}.draft`);
  try {
    const descriptor = disk.openSync(draft, "wx", mode);
    try {
      writeAll(disk, { descriptor, bytes: Buffer.from(text) });
      if (isDurable) disk.fsyncSync(descriptor);
    } finally {
      disk.closeSync(descriptor);
    }
    const result = place(draft);
    if (isDurable) flushFolder(dirname(file), disk);
    return result;
  } catch (error) {
    disk.rmSync(draft, { force: true });
    throw error;
  }
}

/** A disk that fills up takes a part and says so without an error. */
function writeAll(disk: Disk, { descriptor, bytes }: { descriptor: number; bytes: Buffer }): void {
  for (let at = 0; at < bytes.length; ) at += disk.writeSync(descriptor, bytes, at);
}

/** A name is the folder's: without this a power loss may forget it. */
function flushFolder(folder: string, disk: Disk): void {
  const descriptor = disk.openSync(folder, "r");
  try {
    disk.fsyncSync(descriptor);
  } finally {
    disk.closeSync(descriptor);
  }
}

function keeping<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw StateNotKept.of(file, error) ?? error;
  }
}
