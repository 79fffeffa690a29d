import { loaded } from "#lib/api/http.ts";
import { listVariables } from "#lib/api/variables.ts";

export async function load({ depends, parent }) {
  depends("app:variables:team");
  const { team } = await parent();
  return { set: await loaded(listVariables(team.id)) };
}
