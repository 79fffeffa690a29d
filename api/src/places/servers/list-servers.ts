import type { Deps } from "../../kit/deps.ts";
import { type PageQuery, toPage } from "../../kit/http/page.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import { listServers as listRows, loadServerExtras } from "./servers.store.ts";
import { toServerView } from "./to-server-view.ts";

export async function listServers({ db, clock }: Pick<Deps, "db" | "clock">, actor: Actor, page: PageQuery) {
  const reach = allowWithin(actor, "server.view");
  const rows = await listRows(db, reach, page);
  const ids = rows.map(({ id }) => id);
  const extras = await loadServerExtras(db, actor.teamId, ids);
  return toPage(rows, page.limit, (row) => toServerView(row, { extras, now: clock.now() }));
}
