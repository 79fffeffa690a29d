import { readFileSync } from "node:fs";

/** The unit of /proc, the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** CPU time that a process has used so far, all threads; undefined where no /proc tells it, or when the process is gone. */
export function cpuMsOf(pid: number): number | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  // The program's name may hold spaces and brackets, so the fields are counted from behind its last one.
  const fields = stat.slice(stat.lastIndexOf(") ") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}
