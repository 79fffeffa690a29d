import { loaded } from "#lib/api/http.ts";
import { listRunners } from "#lib/api/servers.ts";

export async function load({ depends }) {
  depends("live:runners");
  return { runners: (await loaded(listRunners())).items };
}
