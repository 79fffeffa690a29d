import { join } from "node:path";
import { formatFinding } from "./check/finding.ts";
import { judgePatterns } from "./check/patterns/judge-patterns.ts";
import { root } from "./check/repository.ts";
import { runRules } from "./check/run-rules.ts";
import { exitOnSignals, type Outcome, runCommand } from "./process/run-command.ts";

interface Verdict {
  name: string;
  isGood: boolean;
  durationMs: number;
  note: string;
  detail: string;
}

interface Tool {
  name: string;
  cwd: string;
  /** Programs with their arguments, run in order until one fails. */
  commands: [program: string, ...args: string[]][];
}

const bin = (folder: string, name: string) => join(root, folder, "node_modules/.bin", name);

const tools: Tool[] = [
  {
    // Takes longest, so it starts first. The types of the routes are generated, on a fresh clone for the first time.
    name: "types (ui)",
    cwd: join(root, "ui"),
    commands: [
      [bin("ui", "svelte-kit"), "sync"],
      [bin("ui", "svelte-check"), "--incremental", "--tsgo"],
    ],
  },
  // Several checkers would each work out the types of the routes again: one takes a third of the time of the usual four.
  { name: "types (server)", cwd: root, commands: [[bin(".", "tsc"), "-p", ".", "--checkers", "1"]] },
  { name: "dead code", cwd: root, commands: [[bin(".", "knip"), "--no-progress", "--cache"]] },
  { name: "format and lint", cwd: root, commands: [[bin(".", "biome"), "check", "--error-on-warnings"]] },
];

async function runTool({ name, commands, cwd }: Tool): Promise<Verdict> {
  const startedAt = performance.now();
  let last: Outcome | undefined;
  for (const [program, ...args] of commands) {
    last = await runCommand(program, args, { cwd });
    if (last.code !== 0) break;
  }
  const detail = last?.output.trim() ?? "";
  return { name, isGood: last?.code === 0, durationMs: performance.now() - startedAt, note: "", detail };
}

function runOwnRules(): Verdict[] {
  const startedAt = performance.now();
  const reports = runRules();
  const durationMs = (performance.now() - startedAt) / reports.length;
  return reports.map(({ name, findings, excepted, note }) => ({
    name,
    isGood: findings.length === 0,
    durationMs,
    note: note ?? (excepted > 0 ? `${excepted} allowed with a reason` : ""),
    detail: findings.map(formatFinding).join("\n"),
  }));
}

async function runPatterns(): Promise<Verdict> {
  const startedAt = performance.now();
  const { findings, note } = await judgePatterns();
  const durationMs = performance.now() - startedAt;
  const verdict: Verdict = {
    name: "patterns end",
    isGood: findings.length === 0,
    durationMs,
    note,
    detail: findings.map(formatFinding).join("\n"),
  };
  printVerdict(verdict);
  return verdict;
}

function printVerdict({ name, isGood, durationMs, note }: Verdict): void {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  process.stdout.write(`${isGood ? "ok  " : "FAIL"} ${name.padEnd(18)} ${seconds.padStart(7)}  ${note}\n`);
}

/** Two at a time: the compilers are parallel themselves and the machine may have two cores. */
async function runTools(): Promise<Verdict[]> {
  const waiting = [...tools];
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

exitOnSignals();
const startedAt = performance.now();
const fromTools = runTools();
const own = runOwnRules();
for (const verdict of own) printVerdict(verdict);
const failed = [...own, ...(await fromTools), await runPatterns()].filter((verdict) => !verdict.isGood);
for (const { name, detail } of failed) process.stdout.write(`\n--- ${name}\n${detail}\n`);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
process.stdout.write(`\n${failed.length === 0 ? "everything holds" : `${failed.length} failed`} in ${seconds} s\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
