import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/check/repository.ts";
import { signalGroup, spawnGroup } from "../../scripts/process/process-group.ts";

export interface TestFiles {
  /** The vitest project that holds them. */
  project: string;
  /** Paths from the root of the repository; folders hold for all in them. */
  files: readonly string[];
  env?: Record<string, string>;
  signal: AbortSignal;
}

/** How one test ended, or a file that could not be run. */
export interface TestEnding {
  file: string;
  test: string;
  status: string;
  seconds: number;
  message: string;
}

/** Runs test files as `npm test` would, two at a time, with their output streamed, and tells how each test ended. */
export async function runTestFiles({ project, files, env, signal }: TestFiles): Promise<TestEnding[]> {
  const folder = mkdtempSync(join(tmpdir(), "fairlead-proof-"));
  const report = join(folder, "report.json");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${report}`];
  const child = spawnGroup(
    process.execPath,
    [vitest, "run", "--project", project, "--maxWorkers=2", ...reporters, ...files],
    {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, NO_COLOR: "1", ...env },
    },
  );
  const stop = () => signalGroup(child, "SIGTERM");
  signal.addEventListener("abort", stop);
  await once(child, "exit");
  signal.removeEventListener("abort", stop);
  signalGroup(child, "SIGKILL");
  try {
    const { testResults }: Report = JSON.parse(readFileSync(report, "utf8"));
    return testResults.flatMap(endingsOf);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Report {
  testResults: FileReport[];
}

interface FileReport {
  name: string;
  status: string;
  message: string;
  assertionResults: { fullName: string; status: string; duration?: number; failureMessages: string[] }[];
}

function endingsOf({ name, status, message, assertionResults }: FileReport): TestEnding[] {
  const file = name.replace(`${root}/`, "");
  const endings = assertionResults.map(({ fullName, duration = 0, failureMessages, ...test }) => ({
    file,
    test: fullName,
    status: test.status,
    seconds: Math.round(duration / 100) / 10,
    message: failureMessages[0]?.split("\n")[0] ?? "",
  }));
  if (status !== "failed" || endings.some((ending) => ending.status === "failed")) return endings;
  return [
    { file, test: "the file itself", status: "failed", seconds: 0, message: message.split("\n")[0] ?? "" },
    ...endings,
  ];
}
