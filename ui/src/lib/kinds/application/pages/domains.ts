import { listDomains } from "../../../api/applications.ts";
import { loaded } from "../../../api/http.ts";
import { getServer } from "../../../api/servers.ts";
import type { Context } from "./context.ts";

export async function load({ id, depends, resource }: Context) {
  depends(`app:domains:${id}`);
  const [application, domains] = await Promise.all([resource(), loaded(listDomains(id))]);
  depends(`live:server:${application.server.id}`);
  return { domains: domains.items, server: await loaded(getServer(application.server.id)) };
}
