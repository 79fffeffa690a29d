import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import type { DockerHost } from "../../engine/docker-host.ts";
import { messageOf, statusOf } from "../../engine/docker-refusal.ts";
import { hearShell, killCommand, type ShellAnswer, shellCommand } from "../../plan/shell-answer.ts";
import type { Executed, ExecuteOrder } from "../../ports/driver.ts";

const killMs = 5_000;
/** What a shell says of a program that cannot be run. */
const cannotRun = 126;

type Running = { id: string; order: ExecuteOrder };

/** Docker ends nothing that it was asked to run, however long it takes: what runs out of time is killed by us. */
export async function execute(host: DockerHost, { id, order }: Running): Promise<Executed> {
  const mark = randomBytes(12).toString("hex");
  const heard = hearShell(mark);
  const timeout = AbortSignal.timeout(order.timeoutMs);
  const signal = AbortSignal.any([order.signal, timeout]);
  order.signal.throwIfAborted();
  try {
    return await run(host, { id, command: shellCommand(order.line, mark), heard, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    const pid = heard.pid();
    if (pid !== undefined) await kill(host, { id, pid });
    order.signal.throwIfAborted();
    return { kind: "timeout" };
  }
}

type Run = { id: string; command: string[]; heard: ShellAnswer; signal: AbortSignal };

async function run(host: DockerHost, { id, command, heard, signal }: Run): Promise<Executed> {
  const made = await make(host, { id, command });
  if (made.kind !== "made") return made;
  const { status, response } = await start(host, { exec: made.exec, signal });
  // 409: the container does not run any more. Whatever else is wrong, Docker could not run the shell.
  if (status === 409) {
    response.resume();
    return { kind: "refused" };
  }
  if (status !== 200) return { kind: "ended", exitCode: cannotRun, lines: await refusalIn(response) };
  const outputs = { stdout: new PassThrough(), stderr: new PassThrough() };
  const ended = new Promise<void>((resolve, reject) => {
    for (const name of ["stdout", "stderr"] as const) {
      outputs[name].on("data", (bytes: Buffer) => {
        heard.hear(name, bytes);
        // What it left running may keep the outputs open for as long as it likes.
        if (heard.exitCode() !== undefined) resolve();
      });
    }
    response.once("end", () => resolve());
    response.once("close", () => (signal.aborted ? reject(signal.reason) : resolve()));
    response.once("error", reject);
  });
  host.docker.modem.demuxStream(response, outputs.stdout, outputs.stderr);
  try {
    await ended;
    signal.throwIfAborted();
    return { kind: "ended", exitCode: heard.exitCode() ?? cannotRun, lines: heard.lines() };
  } finally {
    response.destroy();
  }
}

async function make(host: DockerHost, { id, command }: { id: string; command: string[] }) {
  try {
    const { id: exec } = await host.docker
      .getContainer(id)
      .exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
    return { kind: "made", exec } as const;
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 409) return { kind: "refused" } as const;
    if (status === undefined) throw error;
    return { kind: "ended", exitCode: cannotRun, lines: [messageOf(error).slice(0, 500)] } as const;
  }
}

const start = (host: DockerHost, { exec, signal }: { exec: string; signal: AbortSignal }) =>
  host.dockerRequest({
    method: "POST",
    path: `/exec/${encodeURIComponent(exec)}/start`,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ Detach: false, Tty: false }),
    signal,
  });

async function refusalIn(response: IncomingMessage): Promise<string[]> {
  let text = "";
  for await (const chunk of response) if (text.length < 4_096) text += String(chunk);
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.slice(0, 500));
}

/** Only as good as can be: the process goes with its container at the latest. */
async function kill(host: DockerHost, { id, pid }: { id: string; pid: number }): Promise<void> {
  try {
    const { id: exec } = await host.docker.getContainer(id).exec({ Cmd: killCommand(pid) });
    const { response } = await start(host, { exec, signal: AbortSignal.timeout(killMs) });
    response.destroy();
  } catch {
    // A container that is gone has no processes; a connection that is lost shows itself at the next question.
  }
}
