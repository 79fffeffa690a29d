// Keeps the list of worst cases: proposes one for each pattern that is new, drops those of patterns that are gone, measures all.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deriveWorstCases } from "./check/patterns/derive-worst-cases.ts";
import { findAllPatterns } from "./check/patterns/find-all.ts";
import { measurePatterns } from "./check/patterns/measure-patterns.ts";
import { textOf } from "./check/patterns/pattern.ts";
import { readWorstCases, worstCasesPath } from "./check/patterns/worst-cases.ts";
import { root } from "./check/repository.ts";
import { exitOnSignals, runCommand } from "./process/run-command.ts";

exitOnSignals();
const patterns = findAllPatterns();
const known = readWorstCases();
const proposed = new Map<string, [string, string][]>();
for (const pattern of patterns) proposed.set(textOf(pattern), known[textOf(pattern)] ?? deriveWorstCases(pattern));
const sorted = [...proposed].sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(join(root, worstCasesPath), JSON.stringify(Object.fromEntries(sorted)));
await runCommand(join(root, "node_modules/.bin/biome"), ["format", "--write", worstCasesPath], { cwd: root });

const {
  trials,
  stuck,
  patterns: count,
} = await measurePatterns(patterns, {
  registered: Object.fromEntries(sorted),
});
for (const pattern of stuck) {
  process.stdout.write(`not linear: ${textOf(pattern)} on ${JSON.stringify(pattern.worst)}\n`);
}
process.stdout.write(`${count} patterns over ${trials} worst cases of 1 MiB, ${stuck.length} did not end\n`);
process.exitCode = stuck.length === 0 ? 0 : 1;
