import { existsSync } from "node:fs";
import { join } from "node:path";
import { formatFinding } from "./check/finding.ts";
import { root } from "./check/repository.ts";
import { runRules } from "./check/run-rules.ts";
import { runCommand } from "./process/run-command.ts";

interface Verdict {
  name: string;
  isGood: boolean;
  durationMs: number;
  note: string;
  detail: string;
}

interface Tool {
  name: string;
  command: string;
  args: string[];
  cwd: string;
}

const bin = (folder: string, name: string) => join(root, folder, "node_modules/.bin", name);

const tools: Tool[] = [
  // The Svelte check takes longest, so it starts first.
  { name: "types (ui)", command: bin("ui", "svelte-check"), args: ["--incremental"], cwd: join(root, "ui") },
  { name: "types (server)", command: bin(".", "tsc"), args: ["-p", "."], cwd: root },
  { name: "dead code", command: bin(".", "knip"), args: ["--no-progress"], cwd: root },
  { name: "format and lint", command: bin(".", "biome"), args: ["check", "--error-on-warnings"], cwd: root },
];

async function runTool({ name, command, args, cwd }: Tool): Promise<Verdict> {
  const { code, output, durationMs } = await runCommand(command, args, { cwd });
  return { name, isGood: code === 0, durationMs, note: "", detail: output.trim() };
}

function runOwnRules(): Verdict[] {
  const startedAt = performance.now();
  const reports = runRules();
  const durationMs = (performance.now() - startedAt) / reports.length;
  return reports.map(({ name, findings, excepted }) => ({
    name,
    isGood: findings.length === 0,
    durationMs,
    note: excepted > 0 ? `${excepted} allowed with a reason` : "",
    detail: findings.map(formatFinding).join("\n"),
  }));
}

function printVerdict({ name, isGood, durationMs, note }: Verdict): void {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  process.stdout.write(`${isGood ? "ok  " : "FAIL"} ${name.padEnd(18)} ${seconds.padStart(7)}  ${note}\n`);
}

/** Two at a time: the compilers are parallel themselves and the machine may have two cores. */
async function runTools(): Promise<Verdict[]> {
  const waiting = tools.filter((tool) => existsSync(tool.command) && existsSync(join(tool.cwd, "package.json")));
  const verdicts: Verdict[] = [];
  const worker = async () => {
    for (let tool = waiting.shift(); tool; tool = waiting.shift()) {
      const verdict = await runTool(tool);
      printVerdict(verdict);
      verdicts.push(verdict);
    }
  };
  await Promise.all([worker(), worker()]);
  return verdicts;
}

const startedAt = performance.now();
const fromTools = runTools();
const own = runOwnRules();
for (const verdict of own) printVerdict(verdict);
const failed = [...own, ...(await fromTools)].filter((verdict) => !verdict.isGood);
for (const { name, detail } of failed) process.stdout.write(`\n--- ${name}\n${detail}\n`);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
process.stdout.write(`\n${failed.length === 0 ? "everything holds" : `${failed.length} failed`} in ${seconds} s\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
