import { goto } from "$app/navigation";
import { chooseTeam } from "../api/http.ts";
import { liveFeed } from "../live/live-feed.svelte.ts";

/** Everything on the page belongs to one team, so changing it starts over at its dashboard. */
export async function chooseAnotherTeam(id: string): Promise<void> {
  chooseTeam(id);
  liveFeed.close();
  liveFeed.open();
  await goto("/", { refreshAll: true });
}
