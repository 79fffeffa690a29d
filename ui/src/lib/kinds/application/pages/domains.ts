import { listDomains } from "../../../api/applications.ts";
import { loaded } from "../../../api/http.ts";
import { getServer } from "../../../api/servers.ts";
import type { Context } from "./context.ts";

export async function load({ id, depends, resource }: Context) {
  depends(`app:domains:${id}`);
  const [application, domains] = await Promise.all([resource(), loaded(listDomains(id))]);
  const places = application.targets.filter(({ state }) => state !== "removing").map(({ server }) => server.id);
  depends(...[application.server.id, ...places].map((server) => `live:server:${server}` as const));
  const [server, ...others] = await loaded(
    Promise.all([
      getServer(application.server.id),
      ...places.filter((place) => place !== application.server.id).map((place) => getServer(place)),
    ]),
  );
  return { domains: domains.items, server, servers: [server, ...others] };
}
