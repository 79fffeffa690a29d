import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { loadTeam } from "./load-team.ts";
import type { TeamView } from "./teams.schemas.ts";

export async function getTeam({ db }: Pick<Deps, "db">, actor: Actor, { id }: { id: string }): Promise<TeamView> {
  const row = await allowOn(actor, "team.view", loadTeam(db, actor, id));
  return { ...row, role: actor.role };
}
