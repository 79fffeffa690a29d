import { loaded } from "#lib/api/http.ts";
import { getInstance } from "#lib/api/teams.ts";

export async function load({ parent, depends }) {
  depends("app:instance");
  const { me } = await parent();
  return { instance: me.user.isInstanceOwner ? await loaded(getInstance()) : null };
}
