import { Worker } from "node:worker_threads";
import { type Asked, outcomeTold, type Told } from "./wire.ts";
import type { Outcome, Writer } from "./words.ts";

type Given = { url: string; program: URL };

/** A thread of this process that writes to a database file. When it dies whoever waits is told, and the next write starts another. */
export function startWriter(given: Given): Writer {
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let thread: Worker | undefined;
  let lastId = 0;

  const start = () => {
    const started = new Worker(given.program, { workerData: { url: given.url }, name: "database writer" });
    const lost = (reason: unknown) => {
      if (thread !== started) return;
      thread = undefined;
      const error = new Error("the thread that writes to the database ended", { cause: reason });
      for (const end of waiting.values()) end({ error });
      waiting.clear();
    };
    started.on("message", (told: Told) => {
      waiting.get(told.id)?.(outcomeTold(told));
      waiting.delete(told.id);
      // A process that has nothing left to do may end, whatever this thread waits for.
      if (waiting.size === 0) started.unref();
    });
    started.on("error", lost);
    started.on("exit", lost);
    return started;
  };
  const ask = (asked: Asked) => {
    thread ??= start();
    thread.postMessage(asked);
    return thread;
  };

  return {
    write: (write) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        ask({ id, write }).ref();
        waiting.set(id, (outcome) => ("error" in outcome ? reject(outcome.error) : resolve(outcome.written)));
      }),
    close: async () => {
      const ending = thread;
      if (!ending) return;
      const ended = new Promise<void>((resolve) => ending.once("exit", () => resolve()));
      ending.ref();
      ending.postMessage("close" satisfies Asked);
      await ended;
    },
  };
}
