import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { root } from "../../scripts/check/repository.ts";
import { signalGroup } from "../../scripts/process/process-group.ts";
import { until } from "../support/until.ts";

/** `npm start` as a person runs it, in a terminal's process group of its own. */
export type StartedProduct = {
  url: string;
  output(): string;
  /** From the command until its URL was printed. */
  startedInMs: number;
  /** A signal for the whole group, as Ctrl-C in a terminal sends it. */
  press(signal: NodeJS.Signals): void;
  /** A signal for npm alone, as a service supervisor sends it. */
  tell(signal: NodeJS.Signals): void;
  exited: Promise<unknown>;
};

export type Home = {
  folder: string;
  port: number | string;
  /** Where the product lies; the repository unless given. */
  checkout?: string;
};

const environment = ({ folder, port }: Home) => ({
  ...process.env,
  FAIRLEAD_HOME: folder,
  PORT: String(port),
  CI: "1",
});

export async function startProduct(home: Home): Promise<StartedProduct> {
  const startedAt = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: home.checkout ?? root,
    env: environment(home),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes: Buffer) => chunks.push(bytes.toString()));
  const output = () => chunks.join("");
  const exited = once(child, "exit");
  const printed = async () => output().match(/running: (http\S+)/)?.[1];
  const died = exited.then(() => {
    throw new Error("npm start ended before it was up");
  });
  const up = until("the URL to be printed", printed, { withinMs: 120_000, everyMs: 20 });
  const url = await Promise.race([up, died]).catch((error: Error) => {
    signalGroup(child, "SIGKILL");
    throw new Error(`${error.message}\n${output()}`);
  });
  return {
    url,
    output,
    startedInMs: performance.now() - startedAt,
    press: (signal) => void signalGroup(child, signal),
    tell: (signal) => void child.kill(signal),
    exited,
  };
}

/** Runs one npm command of the repository against a home; resolves with what it printed and its exit code. */
export async function runCommand(
  args: string[],
  home: Home,
): Promise<{ stdout: string; stderr: string; code: unknown }> {
  const child = spawn("npm", args, {
    cwd: home.checkout ?? root,
    env: environment(home),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (bytes: Buffer) => {
    stdout += bytes.toString();
  });
  child.stderr.on("data", (bytes: Buffer) => {
    stderr += bytes.toString();
  });
  const [code]: unknown[] = await once(child, "close");
  return { stdout, stderr, code };
}

/** Command lines of all processes that were started for this home, wherever they hang in the process tree. */
export function processesOf({ folder }: Home): string[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((pid) => {
      try {
        const belongs = readFileSync(`/proc/${pid}/environ`, "utf8").includes(`FAIRLEAD_HOME=${folder}\0`);
        return belongs ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") : [];
      } catch {
        // Gone in the meantime, or somebody else's.
        return [];
      }
    });
}
