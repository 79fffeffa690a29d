import { sentenceOf } from "../api/api-error.ts";
import { bulkDo } from "../api/bulk.ts";
import { liveFeed } from "../live/live-feed.svelte.ts";
import { toast } from "../ui/toast.ts";
import { bulkSummary } from "./bulk-summary.ts";

export type BulkVerb = Parameters<typeof bulkDo>[0]["verb"];
const done: Record<BulkVerb, string> = {
  deploy: "deployed",
  restart: "restarting",
  stop: "stopping",
  start: "starting",
};

/** One verb on many resources: one request, and one message that sums up what came of it. */
export async function runOnMany(verb: BulkVerb, ids: readonly string[]): Promise<void> {
  try {
    const { items } = await bulkDo({ verb, ids: [...ids] });
    const { title, details } = bulkSummary(done[verb], items);
    const tell = items.some(({ refusal }) => refusal !== null) ? toast.info : toast.success;
    tell(title, details ? { description: details, durationMs: 12_000 } : {});
  } catch (error) {
    toast.error(sentenceOf(error));
  }
  liveFeed.renew(["live:resources", "live:deployments"]);
}
