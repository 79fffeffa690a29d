import { listDomains } from "#lib/api/applications.ts";
import { loaded } from "#lib/api/http.ts";
import { getServer } from "#lib/api/servers.ts";

export async function load({ params, depends, parent }) {
  depends(`app:domains:${params.id}`);
  const [{ application }, domains] = await Promise.all([parent(), loaded(listDomains(params.id))]);
  depends(`live:server:${application.server.id}`);
  return { domains: domains.items, server: await loaded(getServer(application.server.id)) };
}
