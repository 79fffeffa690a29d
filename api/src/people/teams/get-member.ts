import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getMemberRow } from "./teams.store.ts";

export async function getMember({ db }: Pick<Deps, "db">, actor: Actor, { id }: { id: string }) {
  return allowOn(actor, "member.view", getMemberRow(db, actor.teamId, id));
}
