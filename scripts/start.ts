import { join } from "node:path";
import { outliveOutput } from "../runner/state-lock/index.ts";
import { root } from "./check/repository.ts";
import { runCommand } from "./process/run-command.ts";
import { awaitAnswer } from "./start/await-answer.ts";
import { buildApart } from "./start/build-apart.ts";
import { runnerIsWanted } from "./start/local-runner.ts";
import { portProblem } from "./start/port.ts";
import { apiProgram, runnerProgram, type StartSettings, startSettings } from "./start/programs.ts";
import { stateFolderProblem } from "./start/state-folder.ts";
import { stopInOrder } from "./start/stop-in-order.ts";
import { type Supervised, supervise } from "./start/supervise.ts";
import { gitProblem, placeProblem } from "./start/surroundings.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

function fail(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

async function build(): Promise<void> {
  const startedAt = performance.now();
  const built = await buildApart();
  if (built.length > 0) say(`built ${built.join(", ")} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Everything that would end the start later, told before anything is built. Returns the settings. */
async function check(): Promise<StartSettings> {
  const checker = join(root, "scripts/start/check-settings.ts");
  const { code, output } = await runCommand(process.execPath, [checker], { cwd: root });
  if (code !== 0) fail(`The configuration is not usable:\n${output.trimEnd()}`);
  const settings = startSettings(process.env);
  const problem = placeProblem(root) ?? (await stateFolderProblem(settings.home)) ?? (await portProblem(settings.port));
  if (problem) fail(problem);
  const missing = gitProblem(process.env);
  if (missing) process.stderr.write(`${missing}\n`);
  return settings;
}

/** The runner joins as soon as there is a team that it can belong to. */
async function startRunner(settings: StartSettings, running: Supervised[]): Promise<void> {
  await runnerIsWanted(settings.home);
  const runner = supervise(runnerProgram(settings));
  // Its control plane is up, so whatever ends it now is worth another try.
  runner.confirm();
  running.unshift(runner);
  const reason = await runner.givenUp;
  process.stderr.write(`${reason}; deployments wait until it is back: stop and run npm start again\n`);
}

async function main(): Promise<void> {
  const settings = await check();
  const running: Supervised[] = [];
  const stop = stopInOrder(running, { now: () => performance.now(), say, exit: (code) => process.exit(code) });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  await build();
  const api = supervise(apiProgram(settings));
  running.push(api);
  const problem = await Promise.race([awaitAnswer(settings.port), api.givenUp]);
  if (problem) fail(problem);
  api.confirm();
  say(`\nFairlead is running: ${settings.url}\n`);
  void startRunner(settings, running);
  const reason = await api.givenUp;
  for (const each of running) each.kill();
  fail(reason);
}

outliveOutput();
await main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
