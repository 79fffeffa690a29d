import { spawnSync } from "node:child_process";
import type { TestContext } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** Why the test was left out; the run prints it. */
    leftOutBecause?: string;
  }
}

/** For `beforeEach`: leaves the test out where this machine lacks the program, and says so. */
export function needsProgram({ task, skip }: TestContext, name: string): void {
  if (spawnSync(name, ["--version"]).error === undefined) return;
  task.meta.leftOutBecause = `${name} is not installed on this machine`;
  skip(task.meta.leftOutBecause);
}
