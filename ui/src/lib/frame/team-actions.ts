import type { Me, Team } from "../api/identity.ts";
import { chooseAnotherTeam } from "../session/choose-team.ts";
import type { Action } from "../ui/actions/action.ts";

/** The teams one may look at, where there is a choice. */
export function teamActions(me: Me, current: Team): Action[] {
  if (me.teams.length < 2) return [];
  return me.teams.map(({ id, name }) => ({
    id: `team:${id}`,
    label: name,
    group: "Team",
    ...(id === current.id ? { keys: "✓" } : {}),
    run: () => chooseAnotherTeam(id),
  }));
}
