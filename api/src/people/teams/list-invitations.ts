import type { Deps } from "../../kit/deps.ts";
import type { PageQuery } from "../../kit/http/page.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { listInvitationRows } from "./invitations.store.ts";

export async function listInvitations({ db }: Pick<Deps, "db">, actor: Actor, page: PageQuery) {
  allowInTeam(actor, "invitation.view");
  return listInvitationRows(db, actor.teamId, page);
}
