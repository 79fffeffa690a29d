// allow whole-files: a lock is given back by emptying it, and nothing is the whole of that
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeWhole } from "./whole-file.ts";

/**
 * The numbered files of one lock; the highest counts. A new holder makes the next number, which succeeds once. The highest is never
 * removed, so nobody can make a number that was passed already without seeing a higher one.
 */
export interface LockFiles {
  highest(): number;
  /** "" where nothing can be read. */
  read(number: number): string;
  /** Whole or not at all, and by one only; false when the number is taken, or was passed meanwhile. */
  make(number: number, text: string): boolean;
  removeBelow(number: number): void;
  empty(number: number): void;
  touch(number: number): void;
  touchedAt(number: number): number | undefined;
}

export function lockFiles(folder: string, name: string): LockFiles {
  const fileOf = (number: number) => join(folder, `${name}.${number}`);
  const numbers = () =>
    readdirSync(folder).flatMap((entry) => {
      const number = entry.startsWith(`${name}.`) ? Number(entry.slice(name.length + 1)) : Number.NaN;
      return Number.isSafeInteger(number) ? [number] : [];
    });
  const highest = () => Math.max(0, ...numbers());
  return {
    highest,
    read: (number) => attempt(() => readFileSync(fileOf(number), "utf8")) ?? "",
    make: (number, text) => {
      if (!makeWhole(fileOf(number), text)) return false;
      if (highest() === number) return true;
      rmSync(fileOf(number), { force: true });
      return false;
    },
    removeBelow: (number) => {
      for (const each of numbers()) if (each < number) rmSync(fileOf(each), { force: true });
    },
    empty: (number) => void attempt(() => writeFileSync(fileOf(number), "")),
    touch: (number) => void attempt(() => utimesSync(fileOf(number), new Date(), new Date())),
    touchedAt: (number) => statSync(fileOf(number), { throwIfNoEntry: false })?.mtimeMs,
  };
}

/** The folder may be removed under a living holder; whoever does that has other worries. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
