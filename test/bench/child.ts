import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * Runs a program of this folder in a process of its own, so that load and clock do not share a thread with what is measured or with
 * the one who measures. It gets its order as JSON on stdin and answers with JSON on stdout.
 */
export async function inChild<Answer>(program: string, order: unknown): Promise<Answer> {
  const file = join(import.meta.dirname, program);
  const child = spawn(process.execPath, [file], { stdio: ["pipe", "pipe", "inherit"] });
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  const exited = once(child, "exit");
  child.stdin.end(JSON.stringify(order));
  let answer = "";
  for await (const chunk of child.stdout) answer += String(chunk);
  const [code] = await exited;
  process.off("exit", end);
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return JSON.parse(answer) as Answer;
}

/** For the child's side. */
export async function readOrder<Order>(): Promise<Order> {
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return JSON.parse(text) as Order;
}
