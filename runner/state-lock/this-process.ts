import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type { Place } from "./holder.ts";

export function thisPlace(): Place {
  const host = hostname();
  return {
    host,
    boot: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) ?? host,
    pidSpace: attempt(() => readlinkSync("/proc/self/ns/pid")) ?? "",
  };
}

/** When the process with this number was started, in a form that is only good for comparing; undefined when nothing lives there. */
export function startedAtOf(pid: number): string | undefined {
  if (process.platform !== "linux") {
    return attempt(() => execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim());
  }
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The program's name comes second and may hold anything, also spaces and brackets.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  // One that was killed keeps its number until its parent has looked.
  return state === undefined || state === "Z" || state === "X" ? undefined : fields[18];
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
