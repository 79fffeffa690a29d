import { type ChildProcess, spawn } from "node:child_process";
import { installHint } from "../../contract/index.ts";
import { SourceFault } from "./source-fault.ts";

export type GitRun = {
  /** Arguments after the fixed ones. Never a secret: arguments are visible to every process. */
  args: readonly string[];
  directory: string;
  /** The whole environment. */
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  input?: string;
  maxStdoutBytes?: number;
};
export type GitOutcome = { exitCode: number | null; stdout: Buffer; stderr: string };

const killGraceMs = 2_000;
const maxStderrBytes = 16_384;

/**
 * Runs git once and waits for its end. Throws the signal's reason when aborted, SourceFault `timeout` or `git-missing`; a failing exit
 * code is an outcome. On abort and timeout the whole process group ends (git starts ssh, git-remote-https and filters).
 */
export function runGit(run: GitRun): Promise<GitOutcome> {
  const { signal, timeoutMs, input, maxStdoutBytes = 8_388_608 } = run;
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const child = startGit(run);
    const stdout: Buffer[] = [];
    let stdoutBytes = 0;
    let stderr = "";
    let fault: unknown;
    const stop = (reason: unknown) => {
      fault ??= reason;
      endGroup(child);
    };
    const abort = () => stop(signal?.reason);
    const timer = setTimeout(() => stop(slow(run)), timeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
    child.stdout?.on("data", (chunk: Buffer) => {
      stdoutBytes += chunk.length;
      if (stdoutBytes > maxStdoutBytes) stop(tooMuch(run, maxStdoutBytes));
      else stdout.push(chunk);
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr = (stderr + chunk.toString("utf8")).slice(-maxStderrBytes);
    });
    child.on("error", (error) => {
      fault ??= missing(error);
    });
    child.on("close", (exitCode) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      if (fault === undefined) resolve({ exitCode, stdout: Buffer.concat(stdout), stderr });
      else reject(fault);
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

/** Starts git in a process group of its own, with nothing inherited but what `env` holds. */
export function startGit({ args, directory, env }: Pick<GitRun, "args" | "directory" | "env">): ChildProcess {
  return spawn("git", [...args], { cwd: directory, env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
}

/** SIGTERM lets git remove its lock files; SIGKILL follows for what does not listen. */
export function endGroup(child: ChildProcess): void {
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), killGraceMs);
  child.once("close", () => clearTimeout(timer));
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended already.
  }
}

function slow({ args, timeoutMs }: GitRun): SourceFault {
  return new SourceFault("timeout", {
    sentence: `git ${args.find((arg) => /^[a-z-]+$/.test(arg)) ?? ""} took longer than ${Math.round(timeoutMs / 1_000)} s.`,
    nextAction: "Check the forge's status page and the runner's network, then deploy again.",
  });
}

function tooMuch({ args }: GitRun, maxBytes: number): SourceFault {
  return new SourceFault("file-too-large", {
    sentence: `git ${args.find((arg) => /^[a-z-]+$/.test(arg)) ?? ""} gave more than ${maxBytes} bytes.`,
    nextAction: "Make the file smaller.",
  });
}

function missing(cause: Error): SourceFault {
  return new SourceFault("git-missing", {
    sentence: "git cannot be started on the runner's machine.",
    evidence: [cause.message],
    nextAction: `Install git on the machine the runner runs on: ${installHint("git")}.`,
    cause,
  });
}
