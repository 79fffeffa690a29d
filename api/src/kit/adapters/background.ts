import type { Log } from "../deps.ts";

/** Work that goes on after its answer. A failure is logged; `settled` resolves when nothing runs any more. */
export function createBackground(log: Log): { run(work: () => Promise<void>): void; settled(): Promise<void> } {
  const running = new Set<Promise<void>>();
  return {
    run: (work) => {
      const done = work()
        .catch((error: unknown) => log.error("work in the background failed", error))
        .finally(() => running.delete(done));
      running.add(done);
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
