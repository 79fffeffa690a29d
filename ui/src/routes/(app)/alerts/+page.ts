import { listChannels } from "#lib/api/channels.ts";
import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";

export async function load({ depends }) {
  depends("app:channels");
  return {
    channels: await loaded(allOf(listChannels)),
    crumbs: [{ label: "Alerts", href: "/alerts" }],
  };
}
