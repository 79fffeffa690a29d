import type { Deps } from "../../kit/deps.ts";
import type { PageQuery } from "../../kit/http/page.ts";
import { type Actor, allowInTeam, mayInTeam } from "../../rules/permissions.ts";
import { listApiTokenRows } from "./tokens.store.ts";

/** One's own; those of the whole team for whoever may take them away. */
export async function listTokens({ db }: Pick<Deps, "db">, actor: Actor, page: PageQuery) {
  allowInTeam(actor, "token.view");
  const userId = mayInTeam(actor, "token.admin") ? null : actor.userId;
  return listApiTokenRows(db, actor.teamId, { page, userId });
}
