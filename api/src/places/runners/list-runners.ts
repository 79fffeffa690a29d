import type { Deps } from "../../kit/deps.ts";
import type { PageQuery } from "../../kit/http/page.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { listRunners as listRows } from "./runners.store.ts";

export async function listRunners({ db }: Pick<Deps, "db">, actor: Actor, page: PageQuery) {
  allowInTeam(actor, "runner.view");
  return listRows(db, actor.teamId, page);
}
