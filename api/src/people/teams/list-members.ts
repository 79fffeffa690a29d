import type { Deps } from "../../kit/deps.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { listMemberRows } from "./teams.store.ts";

export async function listMembers({ db }: Pick<Deps, "db">, actor: Actor) {
  allowInTeam(actor, "member.view");
  return listMemberRows(db, actor.teamId);
}
