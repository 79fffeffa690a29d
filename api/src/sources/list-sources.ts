import type { Deps } from "../kit/deps.ts";
import type { PageQuery } from "../kit/http/page.ts";
import { type Actor, allowInTeam } from "../rules/permissions.ts";
import { listSources as listRows } from "./sources.store.ts";

export async function listSources({ db }: Pick<Deps, "db">, actor: Actor, page: PageQuery) {
  allowInTeam(actor, "source.view");
  return listRows(db, actor.teamId, page);
}
