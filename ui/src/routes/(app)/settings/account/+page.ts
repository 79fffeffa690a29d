import { loaded } from "#lib/api/http.ts";
import { listOwnTokens, listSessions } from "#lib/api/identity.ts";

export async function load({ depends }) {
  depends("app:sessions");
  const [sessions, tokens] = await Promise.all([loaded(listSessions()), loaded(listOwnTokens())]);
  return { sessions: sessions.items, tokens: tokens.items };
}
