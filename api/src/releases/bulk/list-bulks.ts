import type { Deps } from "../../kit/deps.ts";
import { type PageQuery, toPage } from "../../kit/http/page.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { listBulkRows } from "./bulk.store.ts";
import { countsOfStored, toSummary } from "./to-summary.ts";

/** What was asked of many in the team, the newest first. */
export async function listBulks({ db }: Deps, actor: Actor, query: PageQuery) {
  allowInTeam(actor, "bulk.view");
  const rows = await listBulkRows(db, actor.teamId, query);
  return toPage(rows, query.limit, (row) => ({ ...toSummary(row), counts: countsOfStored(row.states) }));
}
