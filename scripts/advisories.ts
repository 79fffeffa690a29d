// Refreshes the list of advisories: asks the registry that npm is set up with about every locked package. What it cannot be asked about
// keeps the last word there is, and stands in the list as never asked for when there is none.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AdvisoryList, advisoriesPath, readAdvisories } from "./check/advisories/advisory-list.ts";
import { askRegistry } from "./check/advisories/ask-registry.ts";
import { judgeAdvisories, noteOf } from "./check/advisories/judge-advisories.ts";
import { lockedPackages } from "./check/advisories/locked-packages.ts";
import { mergeLists } from "./check/advisories/merge-lists.ts";
import { formatFinding } from "./check/finding.ts";
import { readText, root } from "./check/repository.ts";
import { exitOnSignals, runCommand } from "./process/run-command.ts";

exitOnSignals();
const say = (line: string) => process.stdout.write(`${line}\n`);
const locked = lockedPackages(readText("pnpm-lock.yaml"));
const { output } = await runCommand("npm", ["config", "get", "registry"], { cwd: root });
const today = new Date().toISOString().slice(0, 10);
let told: Awaited<ReturnType<typeof askRegistry>> | undefined;
try {
  told = await askRegistry(output.trim(), locked);
} catch (error) {
  say(`not asked: ${error instanceof Error ? error.message : String(error)}; the list keeps what it has`);
}
const list: AdvisoryList = mergeLists(readAdvisories(), { locked, told, today });
writeFileSync(join(root, advisoriesPath), JSON.stringify(list));
await runCommand(join(root, "node_modules/.bin/biome"), ["format", "--write", advisoriesPath], { cwd: root });
const findings = judgeAdvisories(locked, list);
for (const finding of findings) say(formatFinding(finding));
say(noteOf(list));
process.exitCode = findings.length === 0 ? 0 : 1;
