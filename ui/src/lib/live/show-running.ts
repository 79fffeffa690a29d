import { liveFeed } from "./live-feed.svelte.ts";

/** After an action that began a deployment: what the top bar shows of those under way is asked anew at once. */
export const showRunning = () => liveFeed.renew(["live:deployments"]);
