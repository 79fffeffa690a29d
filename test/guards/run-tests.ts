import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/check/repository.ts";
import { signalGroup, spawnGroup } from "../../scripts/process/process-group.ts";
import { type Guard, removedGuard } from "./guard.ts";
import type { Report } from "./judge-run.ts";

export interface Run {
  project: string;
  files: readonly string[];
  named?: string;
  without?: Guard;
  workers: number;
  limitMs: number;
  signal: AbortSignal;
}

/** Runs test files without a word; undefined when they did not end in time or left no report. */
export async function runTests(run: Run): Promise<Report | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-guards-"));
  const report = join(folder, "report.json");
  // What vitest keeps of a file it read is found again by the file's text: a guard would stay, or stay away from every later run.
  const without = run.without && { [removedGuard]: JSON.stringify(run.without), VITEST_FS_MODULE_CACHE: "false" };
  const env = { ...process.env, ...without };
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = ["run", "--project", run.project, `--maxWorkers=${run.workers}`, "--reporter=json"];
  args.push(`--outputFile=${report}`, ...(run.named ? ["-t", run.named] : []), ...run.files);
  const child = spawnGroup(process.execPath, [vitest, ...args], { cwd: root, stdio: "ignore", env });
  const end = () => signalGroup(child, "SIGKILL");
  const limit = setTimeout(end, run.limitMs);
  run.signal.addEventListener("abort", end);
  await once(child, "exit");
  clearTimeout(limit);
  run.signal.removeEventListener("abort", end);
  end();
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    // Killed before it wrote one.
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
