import type { ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./check/repository.ts";
import { signalGroup, spawnGroup } from "./process/process-group.ts";
import { awaitAnswer } from "./start/await-answer.ts";
import { runnerIsWanted } from "./start/local-runner.ts";
import { portProblem, readPort } from "./start/port.ts";
import { runnerEnvironment } from "./start/programs.ts";

/** The sentence alone: where in this program it was noticed helps nobody. */
function chosenPort(): number {
  try {
    return readPort(process.env.PORT, 3000);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

const uiPort = chosenPort();
const apiPort = uiPort + 1;
const home = resolve(root, process.env.FAIRLEAD_HOME || ".fairlead/dev");
const running: ChildProcess[] = [];

interface Part {
  name: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** Each part restarts itself when its sources change; one that ends all the same ends the command. */
function run({ name, args, cwd, env }: Part): void {
  const child = spawnGroup(process.execPath, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
  running.push(child);
  child.on("exit", (code) => end(`the ${name} ended with code ${code}`));
}

let isEnding = false;

function end(reason: string): void {
  if (isEnding) return;
  isEnding = true;
  process.stdout.write(`${reason}\n`);
  for (const child of running) signalGroup(child, "SIGTERM");
  // Watchers and their children have nothing to finish.
  setTimeout(() => {
    for (const child of running) signalGroup(child, "SIGKILL");
    process.exit(0);
  }, 1_500);
}

for (const port of [uiPort, apiPort]) {
  const problem = await portProblem(port);
  if (!problem) continue;
  process.stderr.write(`${problem}\nDevelopment needs two, ${uiPort} and ${apiPort}: PORT=4000 npm run dev\n`);
  process.exit(1);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => end("stopping"));
mkdirSync(home, { recursive: true, mode: 0o700 });
const url = `http://localhost:${uiPort}`;
run({
  name: "control plane",
  args: ["--watch", "--watch-preserve-output", join(root, "api/src/entry.node.ts")],
  cwd: root,
  env: { ...process.env, PORT: String(apiPort), FAIRLEAD_URL: url, FAIRLEAD_HOME: home },
});
run({
  name: "interface",
  args: [join(root, "ui/node_modules/vite/bin/vite.js"), "dev", "--port", String(uiPort), "--strictPort"],
  cwd: join(root, "ui"),
  env: { ...process.env, FAIRLEAD_API: `http://127.0.0.1:${apiPort}` },
});
const problem = await awaitAnswer(uiPort);
process.stdout.write(problem ? `${problem}\n` : `\nFairlead in development: ${url}\n\n`);
await runnerIsWanted(home);
run({
  name: "runner",
  args: ["--watch", "--watch-preserve-output", join(root, "runner/src/main.ts")],
  cwd: root,
  env: runnerEnvironment({ port: apiPort, home }),
});
