import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { cpuMsOf } from "./cpu-ms-of.ts";

export interface Talk {
  args?: readonly string[];
  input?: string;
  /** Killed when it has worked for so long without saying anything: by its own time, not by that of a machine that had other work. */
  patienceMs: number;
  onLine?: (line: string) => void;
}

export interface Told {
  lines: string[];
  /** null: it was killed. */
  code: number | null;
}

/** Runs a script of ours in a process of its own for as long as it keeps telling something. */
export function runWhileTalking(script: string, { args = [], input, patienceMs, onLine }: Talk): Promise<Told> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const watch = watchSilence(child, patienceMs);
    createInterface(child.stdout).on("line", (line) => {
      lines.push(line);
      onLine?.(line);
      watch.heard();
    });
    child.on("error", reject);
    child.on("close", (code) => {
      watch.end();
      resolve({ lines, code });
    });
  });
}

/** So often the time by the clock, even the busiest machine has given a process its patience. What only waits is killed then. */
const mostWaits = 12;

/** Kills a process that has used `patienceMs` of processor since it was heard last. Where nobody tells that, the clock counts. */
function watchSilence(child: ChildProcess, patienceMs: number): { heard: () => void; end: () => void } {
  const usedMs = () => (child.pid === undefined ? undefined : cpuMsOf(child.pid));
  let timer: NodeJS.Timeout | undefined;
  let before: number | undefined;
  let waits = 0;
  const wait = (ms: number) => {
    timer = setTimeout(look, ms);
  };
  const look = () => {
    waits += 1;
    const now = usedMs();
    const worked = now === undefined || before === undefined ? patienceMs : now - before;
    if (worked >= patienceMs || waits >= mostWaits) child.kill("SIGKILL");
    else wait(Math.max(100, patienceMs - worked));
  };
  const heard = () => {
    clearTimeout(timer);
    before = usedMs();
    waits = 0;
    wait(patienceMs);
  };
  heard();
  return { heard, end: () => clearTimeout(timer) };
}
