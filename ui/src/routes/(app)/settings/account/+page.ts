import { loaded } from "#lib/api/http.ts";
import { listSessions } from "#lib/api/identity.ts";

export async function load({ depends }) {
  depends("app:sessions");
  return { sessions: (await loaded(listSessions())).items };
}
