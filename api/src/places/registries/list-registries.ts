import type { Deps } from "../../kit/deps.ts";
import type { PageQuery } from "../../kit/http/page.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { listRegistries as listRows } from "./registries.store.ts";

export async function listRegistries({ db }: Pick<Deps, "db">, actor: Actor, page: PageQuery) {
  allowInTeam(actor, "registry.view");
  return listRows(db, actor.teamId, page);
}
