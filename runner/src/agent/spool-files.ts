import { readFileSync } from "node:fs";

/** A runner whose disk is full goes on without: the job matters more than its spool. */
export function trying(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/** "" where nothing can be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** undefined: no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
