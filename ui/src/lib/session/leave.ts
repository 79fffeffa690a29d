import { goto } from "$app/navigation";
import { chooseTeam } from "../api/http.ts";
import { signOut } from "../api/identity.ts";
import { liveFeed } from "../live/live-feed.svelte.ts";
import { forgetMe } from "./me.ts";

/** Ends the session here and at the control plane. */
export async function leave(): Promise<void> {
  await signOut();
  liveFeed.close();
  forgetMe();
  chooseTeam(null);
  await goto("/sign-in", { refreshAll: true });
}
