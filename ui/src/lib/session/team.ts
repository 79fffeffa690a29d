import { isAtLeast } from "@fairlead/runner/contract/words/roles.ts";
import type { Me, Role, Team } from "../api/identity.ts";

/** The team this browser looks at: the chosen one if it still is one of theirs, else the first. */
export const currentTeam = (me: Me, chosen: string | null): Team | undefined =>
  me.teams.find(({ id }) => id === chosen) ?? me.teams[0];

/** The sentence shown beside what a role may not do; undefined when it may. The control plane decides, this only explains. */
export function refusalFor(role: Role, least: Role): string | undefined {
  return isAtLeast(role, least) ? undefined : `Needs the role ${least}; you are ${role}`;
}
