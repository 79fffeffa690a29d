import { signalGroup, spawnGroup } from "./process-group.ts";

export interface Outcome {
  /** The exit code; 1 when a signal ended it or it never started. */
  code: number;
  output: string;
}

/**
 * Runs a program to its end with its output collected, both streams in the order they came. Never throws. When this process
 * exits before, the program and all it started end with it; call `exitOnSignals` so that a signal is such an exit.
 */
export function runCommand(command: string, args: string[], { cwd }: { cwd: string }): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const chunks: Buffer[] = [];
  const child = spawnGroup(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const collect = (chunk: Buffer) => chunks.push(chunk);
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  // Not SIGKILL: what the program itself is waiting for is to end as well.
  const endWithUs = () => signalGroup(child, "SIGTERM");
  process.once("exit", endWithUs);
  const finish = (code: number, note = "") => {
    process.removeListener("exit", endWithUs);
    resolve({ code, output: Buffer.concat(chunks).toString() + note });
  };
  child.on("error", (error) => finish(1, `${command}: ${error.message}\n`));
  child.on("close", (code, signal) => finish(code ?? 1, signal ? `${command} was ended by ${signal}\n` : ""));
  return promise;
}

/** Turns stop signals into an orderly exit; left alone they end this process without a word to its children. */
export function exitOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
}
