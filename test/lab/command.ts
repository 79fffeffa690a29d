import { spawn } from "node:child_process";

export interface CommandOptions {
  cwd?: string;
  /** Added to this process's environment; `undefined` removes a variable. */
  env?: Record<string, string | undefined>;
  input?: string | Buffer;
  /** Exit codes besides 0 that are an answer and not a failure. */
  acceptedCodes?: readonly number[];
  timeoutMs?: number;
}

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

export class CommandFailed extends Error {
  readonly result: CommandResult;
  constructor(argv: readonly string[], result: CommandResult) {
    super(`${argv.join(" ")} ended with code ${result.code}: ${result.stderr.trim() || result.stdout.trim()}`);
    this.name = "CommandFailed";
    this.result = result;
  }
}

/** Runs a program with the arguments as they are, without a shell, and collects what it prints. */
export function run(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program = "", ...args] = argv;
  const { cwd, input, acceptedCodes = [], timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...options.env },
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    // A program may end before it has read its input; its exit code tells more than the broken pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.on("close", (code, signal) => {
      const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString();
      const result = { code: code ?? -1, stdout: text(stdout), stderr: text(stderr) };
      if (signal !== null) result.stderr += `\n(ended by ${signal})`;
      if (result.code === 0 || acceptedCodes.includes(result.code)) resolve(result);
      else reject(new CommandFailed(argv, result));
    });
  });
}
