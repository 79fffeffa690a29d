import { liveFeed } from "../live/live-feed.svelte.ts";

/** Nothing tells a page that time passes, and a reason to wait is one of time: it is asked again while something waits. */
const againMs = 3_000;

/** For an effect of a page that shows a deployment: its cleanup. */
export function askWhileQueued(deployment: { id: string; status: string } | null): (() => void) | undefined {
  if (deployment?.status !== "queued") return undefined;
  const { id } = deployment;
  const timer = setInterval(() => {
    if (!document.hidden) liveFeed.renew([`live:deployment:${id}`]);
  }, againMs);
  return () => clearInterval(timer);
}
