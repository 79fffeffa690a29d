import { readFileSync } from "node:fs";

/** The unit of /proc, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** CPU time a process has used so far, in user and kernel mode, all threads. */
export function cpuMsOf(pid: number): number {
  // The program's name may hold spaces and brackets, so the fields are counted from behind its last one.
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /s, "")
    .split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}

export function residentMegabytesOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
  return Number(kilobytes) / 1024;
}
