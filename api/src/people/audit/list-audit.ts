import type { Deps } from "../../kit/deps.ts";
import type { PageQuery } from "../../kit/http/page.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { listAuditRows } from "./audit.store.ts";

export async function listAudit({ db }: Pick<Deps, "db">, actor: Actor, page: PageQuery) {
  allowInTeam(actor, "audit.view");
  return listAuditRows(db, actor.teamId, page);
}
