import { listChannels } from "#lib/api/channels.ts";
import { loaded } from "#lib/api/http.ts";

export async function load({ depends }) {
  depends("app:channels");
  return {
    channels: (await loaded(listChannels())).items,
    crumbs: [{ label: "Notifications", href: "/notifications" }],
  };
}
