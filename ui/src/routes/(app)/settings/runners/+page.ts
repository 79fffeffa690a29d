import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listRunners, listServers } from "#lib/api/servers.ts";

export async function load({ depends }) {
  depends("live:runners", "live:servers");
  const [runners, servers] = await loaded(Promise.all([allOf(listRunners), allOf(listServers)]));
  return { runners, servers };
}
