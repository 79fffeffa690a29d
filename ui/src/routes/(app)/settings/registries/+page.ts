import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listRegistries } from "#lib/api/registries.ts";
import { listServers } from "#lib/api/servers.ts";

export async function load({ depends }) {
  depends("live:registries");
  const [registries, servers] = await loaded(Promise.all([allOf(listRegistries), allOf(listServers)]));
  return { registries, servers };
}
