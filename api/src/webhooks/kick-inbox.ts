import type { Database } from "@fairlead/db";
import type { Deps } from "../deps.ts";
import { processInbox } from "./process-inbox.ts";

/** One worker per process and database at a time. This only saves work: two workers never take the same delivery. */
const working = new WeakSet<Database>();
const batchSize = 20;
/** Pause between batches: whoever is delivering goes first. */
const pauseMs = 2;

/** Starts on the inbox after the answer was sent, unless somebody is at it already; the cron finds what this one misses. */
export function kickInbox(deps: Deps): void {
  if (working.has(deps.db)) return;
  working.add(deps.db);
  deps.background(async () => {
    try {
      // The answer of the call that brought the delivery leaves first.
      do await new Promise((resolve) => setTimeout(resolve, pauseMs));
      while ((await processInbox(deps, batchSize)) === batchSize);
    } finally {
      working.delete(deps.db);
    }
  });
}
