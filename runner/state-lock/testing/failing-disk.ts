import * as fs from "node:fs";
import type { Disk } from "../whole-file.ts";

/** What ends the work of a failing disk. `killed`: nothing of ours runs any more, so nothing is tidied up either. */
export type Failure = "killed" | "full";

/** One step of a disk: a call, or a byte that is written. */
export interface FailingDisk extends Disk {
  /** Steps taken so far. */
  steps(): number;
}

class Killed extends Error {}

/** The real disk, until the step of this number; `Number.POSITIVE_INFINITY` for one that never fails. */
export function failingDisk(at: number, failure: Failure = "killed"): FailingDisk {
  let taken = 0;
  let isDead = false;
  const step = () => {
    if (isDead) throw new Killed();
    if (taken++ < at) return;
    isDead = failure === "killed";
    if (isDead) throw new Killed();
  };
  const stepped =
    <A extends unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R => {
      step();
      return call(...args);
    };
  const noSpace = () => Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  return {
    steps: () => taken,
    openSync: stepped(fs.openSync),
    fsyncSync: stepped(fs.fsyncSync),
    closeSync: stepped(fs.closeSync),
    linkSync: stepped(fs.linkSync),
    renameSync: stepped(fs.renameSync),
    rmSync: stepped(fs.rmSync),
    writeSync: ((descriptor: number, bytes: Uint8Array, from: number) => {
      step();
      if (taken > at) throw noSpace();
      // Byte by byte, as the slowest disk may.
      return fs.writeSync(descriptor, bytes, from, 1);
    }) as Disk["writeSync"],
  };
}
