import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "../../scripts/check/repository.ts";
import { signalGroup, spawnGroup } from "../../scripts/process/process-group.ts";
import type { Guard } from "./guard.ts";
import type { Report } from "./judge-run.ts";

export type Wanted = { project: string; file: string; named?: string; without: Guard };
/** One run after the other, each without one guard. */
export type Runs = { run(wanted: Wanted): Promise<Report | undefined>; end(): void };

/** A run that does not end in time, or ends its program, leaves no report; the next one begins in a program of its own. */
export function openRuns({ limitMs, signal }: { limitMs: number; signal: AbortSignal }): Runs {
  let child: ChildProcess | undefined;
  const end = () => {
    if (child) signalGroup(child, "SIGKILL");
    child = undefined;
  };
  signal.addEventListener("abort", end);
  const open = () =>
    spawnGroup(process.execPath, [join(root, "test/guards/runs-program.ts")], {
      cwd: root,
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
  return {
    async run(wanted) {
      child ??= open();
      const ended = new AbortController();
      const limit = setTimeout(() => ended.abort(), limitMs);
      const gone = once(child, "exit", { signal: ended.signal }).then(() => undefined);
      const told = once(child, "message", { signal: ended.signal }).then(([report]): Report => report);
      child.send(wanted);
      const report = await Promise.race([told, gone]).catch(() => undefined);
      clearTimeout(limit);
      ended.abort();
      await Promise.allSettled([told, gone]);
      if (report === undefined) end();
      return report;
    },
    end,
  };
}
