import { spawn } from "node:child_process";

export interface Outcome {
  /** The exit code; 1 when a signal ended it or it never started. */
  code: number;
  output: string;
}

/** Runs a program to its end with its output collected, both streams in the order they came. Never throws. */
export function runCommand(command: string, args: string[], { cwd }: { cwd: string }): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const chunks: Buffer[] = [];
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const collect = (chunk: Buffer) => chunks.push(chunk);
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const endWithUs = () => child.kill();
  process.once("exit", endWithUs);
  const finish = (code: number, note = "") => {
    process.removeListener("exit", endWithUs);
    resolve({ code, output: Buffer.concat(chunks).toString() + note });
  };
  child.on("error", (error) => finish(1, `${command}: ${error.message}\n`));
  child.on("close", (code, signal) => finish(code ?? 1, signal ? `${command} was ended by ${signal}\n` : ""));
  return promise;
}
