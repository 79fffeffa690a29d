import { join } from "node:path";
import { root } from "../check/repository.ts";
import { runCommand } from "../process/run-command.ts";

/** How many tests a suite holds, read from the files without running them. At least one, so that a skip is never silent. */
export async function countTests(project: string): Promise<number> {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { output } = await runCommand(process.execPath, [vitest, "list", "--project", project], { cwd: root });
  const tests = output.split("\n").filter((line) => line.includes(" > "));
  return Math.max(1, tests.length);
}
