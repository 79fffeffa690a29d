import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A program under test: its output is kept for the failure message, and it never outlives the test. */
export type Program = {
  pid: number;
  output(): string;
  isRunning(): boolean;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL after `graceMs`. Resolves with the exit code when the process is gone. */
  stop(graceMs?: number): Promise<number | null>;
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>;
  exited: Promise<number | null>;
};

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export function startProgram(
  command: string,
  args: string[],
  { env, cwd }: { env: Record<string, string>; cwd: string },
): Program {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const chunks: string[] = [];
  child.stdout.on("data", (bytes: Buffer) => chunks.push(bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => chunks.push(bytes.toString()));
  const exited = once(child, "exit").then(([code]) => {
    running.delete(child);
    return typeof code === "number" ? code : null;
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    output: () => chunks.join(""),
    isRunning,
    signal: (name) => void child.kill(name),
    exited,
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    stop: async (graceMs = 10_000) => {
      if (isRunning()) child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      const code = await exited;
      clearTimeout(timer);
      return code;
    },
  };
}
