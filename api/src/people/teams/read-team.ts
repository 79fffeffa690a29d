import type { Deps } from "../../kit/deps.ts";
import { notFound } from "../../rules/errors.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import type { TeamView } from "./teams.schemas.ts";
import { getTeamRow } from "./teams.store.ts";

/** Only the team the request acts in; the header X-Fairlead-Team chooses it. */
export async function readTeam({ db }: Deps, actor: Actor, { id }: { id: string }): Promise<TeamView> {
  allow(actor, "team.read");
  if (id !== actor.teamId) throw notFound("team");
  return { ...(await getTeamRow(db, id)), role: actor.role };
}
