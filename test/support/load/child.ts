import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * Runs a program below `test` in a process of its own, so that load and clock do not share a thread with what is measured or with
 * the one who measures. It gets its order as JSON on stdin and answers with JSON on stdout.
 */
export const inChild = <Answer>(program: string, order: unknown): Promise<Answer> =>
  startChild<Answer>(program, order).answer();

/** The same for a program that goes on until it is asked for its answer by SIGTERM. */
export function startChild<Answer>(program: string, order: unknown) {
  const file = join(import.meta.dirname, "../..", program);
  const child = spawn(process.execPath, [file], { stdio: ["pipe", "pipe", "inherit"] });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const exited = once(child, "exit");
  child.stdin.end(JSON.stringify(order));
  const said = child.stdout.toArray();
  return {
    ask: () => void child.kill("SIGTERM"),
    answer: async () => {
      const [chunks, [code]] = await Promise.all([said, exited]);
      process.off("exit", kill);
      if (code !== 0) throw new Error(`${program} ended with ${code}`);
      return JSON.parse(chunks.join("")) as Answer;
    },
  };
}

/** For the child's side. */
export async function readOrder<Order>(): Promise<Order> {
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return JSON.parse(text) as Order;
}
