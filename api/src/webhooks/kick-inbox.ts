import type { Database } from "@fairlead/db";
import type { Deps } from "../deps.ts";
import { processInbox } from "./process-inbox.ts";

/** One worker per process and database at a time. This only saves work: two workers never take the same delivery. */
const workers = new WeakMap<Database, { isAskedAgain: boolean }>();
const batchSize = 20;
/** Pause between batches: whoever is delivering goes first. */
const pauseMs = 2;

/** Starts on the inbox after the answer was sent. One that is at work already looks again before it ends; the cron is the net. */
export function kickInbox(deps: Deps): void {
  const busy = workers.get(deps.db);
  if (busy) {
    busy.isAskedAgain = true;
    return;
  }
  const worker = { isAskedAgain: true };
  workers.set(deps.db, worker);
  deps.background(async () => {
    try {
      while (worker.isAskedAgain) {
        worker.isAskedAgain = false;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        if ((await processInbox(deps, batchSize)) === batchSize) worker.isAskedAgain = true;
      }
    } finally {
      workers.delete(deps.db);
    }
  });
}
