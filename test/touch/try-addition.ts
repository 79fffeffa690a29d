import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/check/repository.ts";
import { type Outcome, runCommand } from "../../scripts/process/run-command.ts";
import type { Addition } from "./additions.ts";
import { complaintsOf, readTouched, type Touched } from "./judge-touched.ts";

const packages = ["api", "db", "runner", "test", "ui"];

export interface Tried {
  touched: Touched;
  failures: string[];
}

/** Applies an addition to a worktree of its own, counts by git what it touched, and runs the compiler and the tests there. */
export async function tryAddition(addition: Addition): Promise<Tried> {
  const folder = join(mkdtempSync(join(tmpdir(), "fairlead-touch-")), "tree");
  try {
    await must(root, "git", "worktree", "add", "--detach", folder, "HEAD");
    await must(folder, "git", "apply", join(root, "test/touch", addition.patch));
    lendPackages(folder);
    if (addition.makesTable) await must(folder, bin("drizzle-kit"), "generate", "--config", "db/drizzle.config.ts");
    // The packages are lent by a link, which no ignored folder is.
    await must(folder, "git", "add", "--all", "--", ".", ":!node_modules");
    const { output } = await must(folder, "git", "diff", "--cached", "--numstat", "--summary");
    const touched = readTouched(output);
    const types = await runCommand(bin("tsc"), ["-p", ".", "--incremental", "false"], { cwd: folder });
    const tests = await runCommand(bin("vitest"), ["run", "--project", "fast", ...addition.tests], { cwd: folder });
    return { touched, failures: [...complaintsOf(addition, touched), ...failed(types), ...failed(tests)] };
  } finally {
    await runCommand("git", ["worktree", "remove", "--force", folder], { cwd: root });
    rmSync(join(folder, ".."), { recursive: true, force: true });
  }
}

const bin = (name: string) => join(root, "node_modules/.bin", name);
const failed = ({ code, output }: Outcome) => (code === 0 ? [] : [output.slice(-2_000)]);

async function must(cwd: string, program: string, ...args: string[]): Promise<Outcome> {
  const outcome = await runCommand(program, args, { cwd });
  if (outcome.code === 0) return outcome;
  throw new Error(`${program} ${args.join(" ")}: ${outcome.output}`);
}

/** The links between our own packages are relative: copied, they lead into the worktree. */
function lendPackages(folder: string) {
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const name of packages) {
    const own = join(root, name, "node_modules");
    if (existsSync(own)) cpSync(own, join(folder, name, "node_modules"), { recursive: true, verbatimSymlinks: true });
  }
}
