import type { BulkDetail, BulkView } from "../api/bulk.ts";
import type { Look } from "./resource-item.ts";

type State = BulkDetail["members"][number]["state"];
const looks: Record<State, Look> = {
  waiting: { signal: "idle", label: "Not begun" },
  queued: { signal: "busy", label: "Queued" },
  running: { signal: "busy", label: "Running" },
  succeeded: { signal: "ok", label: "Done" },
  failed: { signal: "bad", label: "Failed" },
  skipped: { signal: "warn", label: "Skipped" },
};
export const lookOfMember = (state: State): Look => looks[state];

const past = { deploy: "Deploy", restart: "Restart", stop: "Stop", start: "Start" } as const;
type Named = Pick<BulkView, "verb" | "tag" | "counts">;
const countOf = ({ counts }: Pick<BulkView, "counts">) => Object.values(counts).reduce((sum, each) => sum + each, 0);

/** "Deploy nightly", or "Stop 3 resources". */
export function titleOfBulk(of: Named): string {
  const count = countOf(of);
  return `${past[of.verb]} ${of.tag ?? `${count} ${count === 1 ? "resource" : "resources"}`}`;
}

/** As a whole: under way, or the worst that came of it. */
export function lookOfBulk({ state, counts }: Pick<BulkView, "state" | "counts">): Look {
  if (state === "running") return { signal: "busy", label: "Under way" };
  if ((counts.failed ?? 0) > 0) return { signal: "bad", label: `${counts.failed} failed` };
  return (counts.skipped ?? 0) > 0
    ? { signal: "warn", label: `${counts.skipped} skipped` }
    : { signal: "ok", label: "Done" };
}

/** "3 of 5 ended, 1 failed": what is not there is not named. */
export function progressOf(of: Pick<BulkView, "counts">): string {
  const { succeeded = 0, failed = 0, skipped = 0 } = of.counts;
  const ended = `${succeeded + failed + skipped} of ${countOf(of)} ended`;
  return [ended, ...(failed ? [`${failed} failed`] : []), ...(skipped ? [`${skipped} skipped`] : [])].join(", ");
}
