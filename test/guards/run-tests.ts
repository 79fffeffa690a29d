import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/check/repository.ts";
import { signalGroup, spawnGroup } from "../../scripts/process/process-group.ts";
import type { Report } from "./judge-run.ts";

export interface Run {
  project: string;
  files: readonly string[];
  workers: number;
  limitMs: number;
  signal: AbortSignal;
}

/** Runs test files without a word; undefined when they did not end in time or left no report. */
export async function runTests(run: Run): Promise<Report | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-guards-"));
  const report = join(folder, "report.json");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = ["run", "--project", run.project, `--maxWorkers=${run.workers}`, "--reporter=json"];
  args.push(`--outputFile=${report}`, ...run.files);
  const child = spawnGroup(process.execPath, [vitest, ...args], { cwd: root, stdio: "ignore" });
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
