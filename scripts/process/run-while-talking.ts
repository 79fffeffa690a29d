import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Talk {
  args?: readonly string[];
  input?: string;
  /** Killed when it has said nothing for so long. */
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
    const kill = () => child.kill("SIGKILL");
    let timer = setTimeout(kill, patienceMs);
    createInterface(child.stdout).on("line", (line) => {
      lines.push(line);
      onLine?.(line);
      clearTimeout(timer);
      timer = setTimeout(kill, patienceMs);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({ lines, code });
    });
  });
}
