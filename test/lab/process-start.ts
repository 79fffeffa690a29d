import { readFileSync } from "node:fs";

/** Start time of a process in kernel ticks: together with the number it names one process for ever. */
export function processStart(pid: number): string | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "";
    return afterName.split(" ")[19];
  } catch {
    return undefined;
  }
}
