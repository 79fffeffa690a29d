import { loaded } from "#lib/api/http.ts";
import { allOf } from "#lib/api/pages.ts";
import { listTokens } from "#lib/api/teams.ts";

export async function load({ depends }) {
  depends("app:tokens");
  return { tokens: await loaded(allOf(listTokens)) };
}
