import { ConfigError, readNodeConfig } from "../../api/src/kit/config.ts";
import { BadConfig, readConfig } from "../../runner/src/config.ts";
import { localRunnerHome } from "./local-runner.ts";

// A process of its own, because what reads settings is not to stay in the memory of the one that stays.
// What the state folder gives once it is made; any that would be taken do here.
const fromStateFolder = { FAIRLEAD_SECRET: "zR8v2nQ5xW1kT7mB4jH9cL3pY6dG0sVf", DATABASE_URL: "file:fairlead.db" };

const problems = [
  ...problemsOf(() => readNodeConfig(process.env, fromStateFolder)),
  ...problemsOf(() =>
    readConfig({ ...process.env, FAIRLEAD_URL: "http://127.0.0.1:3000", FAIRLEAD_RUNNER_HOME: localRunnerHome("") }),
  ),
];
for (const problem of problems) process.stdout.write(`  - ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigError || error instanceof BadConfig) return error.problems;
    throw error;
  }
}
