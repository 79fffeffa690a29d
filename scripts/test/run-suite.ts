import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../check/repository.ts";
import { signalGroup, spawnGroup } from "../process/process-group.ts";
import type { Suite } from "./suites.ts";
import { type Judged, judge } from "./tally.ts";

const vitest = join(root, "node_modules/vitest/vitest.mjs");

/**
 * Runs one suite with its output streamed, ends it with everything it started when its time is over, and counts. `files`: none for
 * all that it has.
 */
export async function runSuite(
  suite: Suite,
  { files, signal }: { files: readonly string[]; signal: AbortSignal },
): Promise<Judged> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-test-"));
  const reportFile = join(folder, "report.json");
  const projects = [suite.name, ...(suite.with ?? [])].flatMap((project) => ["--project", project]);
  const args = ["run", ...projects, "--reporter=default", "--reporter=json", `--outputFile=${reportFile}`];
  args.push(`--maxWorkers=${suite.workers}`, ...files);
  const child = spawnGroup(process.execPath, [vitest, ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: "1" },
  });
  const limit = setTimeout(
    () => end(`the ${suite.name} suite took longer than ${suite.limitMs / 60_000} minutes`),
    suite.limitMs,
  );
  let overdue: string | undefined;
  const end = (reason: string) => {
    overdue = reason;
    signalGroup(child, "SIGTERM");
    setTimeout(() => signalGroup(child, "SIGKILL"), 15_000).unref();
  };
  const stop = () => end("interrupted");
  signal.addEventListener("abort", stop);
  const [code]: unknown[] = await once(child, "exit");
  clearTimeout(limit);
  signal.removeEventListener("abort", stop);
  signalGroup(child, "SIGKILL");
  const judged = judge({
    name: suite.name,
    code: typeof code === "number" ? code : undefined,
    report: read(reportFile),
  });
  rmSync(folder, { recursive: true, force: true });
  return overdue === undefined ? judged : { ...judged, complaint: overdue };
}

function read(reportFile: string): unknown {
  try {
    return JSON.parse(readFileSync(reportFile, "utf8"));
  } catch {
    // A suite that died wrote no report or half of one; the judgement of `undefined` says so.
    return undefined;
  }
}
