import { goto } from "$app/navigation";
import { sentenceOf } from "../api/api-error.ts";
import { type BulkChoice, type BulkDetail, startBulk } from "../api/bulk.ts";
import { liveFeed } from "../live/live-feed.svelte.ts";
import { offerUndo } from "../ui/offer-undo.ts";
import { toast } from "../ui/toast.ts";
import { askKey } from "./ask-key.ts";
import { bulkSummary } from "./bulk-summary.ts";

export type BulkVerb = BulkChoice["verb"];
const done: Record<BulkVerb, string> = {
  deploy: "deploying",
  restart: "restarting",
  stop: "stopping",
  start: "starting",
};

/** What is done to those that were chosen in a list. */
export const verbsOfAList = [
  { verb: "deploy", label: "Deploy" },
  { verb: "restart", label: "Restart" },
  { verb: "stop", label: "Stop" },
] as const satisfies readonly { verb: BulkVerb; label: string }[];

/** One verb on many resources: one operation, and one message that sums up what was begun and leads to it. */
export async function runOnMany(verb: BulkVerb, ids: readonly string[]): Promise<void> {
  try {
    tell(await startBulk({ verb, ids: [...ids] }, askKey()));
  } catch (error) {
    toast.error(sentenceOf(error));
  }
  liveFeed.renew(["live:resources", "live:deployments"]);
}

function tell({ id, verb, members }: BulkDetail): void {
  const { title, details } = bulkSummary(done[verb], members);
  const begun = members.filter(({ state }) => state !== "skipped").map(({ resourceId }) => resourceId);
  if (verb === "stop" && begun.length > 0) {
    offerUndo({
      id: `bulk:${id}`,
      said: title,
      description: details ?? undefined,
      run: () => runOnMany("start", begun),
    });
    return;
  }
  const say = begun.length < members.length ? toast.info : toast.success;
  say(title, {
    ...(details ? { description: details } : {}),
    action: { label: "Follow", run: () => void goto(`/bulk/${id}`) },
    durationMs: 12_000,
  });
}
