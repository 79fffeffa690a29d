import type { Clock } from "./clock.ts";
import type { RunnerLog } from "./runner-log.ts";

/** Not at once: a start has jobs to look after. */
const firstMs = 15 * 60_000;
const everyMs = 24 * 3_600_000;

export type TidyDaily = { tidy: (signal: AbortSignal) => Promise<void>; clock: Clock; runnerLog: RunnerLog };

/** Bounds what the runner keeps on its own disk, day after day, until it stops. A failure is told and tried again the next day. */
export async function tidyDaily({ tidy, clock, runnerLog }: TidyDaily, signal: AbortSignal): Promise<void> {
  for (let waitMs = firstMs; ; waitMs = everyMs) {
    await clock.sleep(waitMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    await tidy(signal).catch((error) => {
      if (!signal.aborted) runnerLog.warn("could not tidy the mirrors", { reason: String(error) });
    });
  }
}
