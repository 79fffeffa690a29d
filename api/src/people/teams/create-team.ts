import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import { bySessionOnly } from "../../kit/http/by-session-only.ts";
import { Limited } from "../../kit/limits/limited.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { newTeam } from "./new-team.ts";
import type { CreateTeam, TeamView } from "./teams.schemas.ts";
import { getTeamRow } from "./teams.store.ts";

/** Whoever makes a team owns it. */
export async function createTeam(deps: Deps, person: Person, { name }: CreateTeam): Promise<TeamView> {
  bySessionOnly(person);
  const { userId, requestId } = person;
  const team = await newTeam(deps, { name, userId });
  await runBatch(deps.db, [
    ...team.statements,
    new Limited("teams", { subject: userId, now: deps.clock.now() }),
    personAudit(
      deps,
      { userId, teamId: team.id, requestId },
      { action: "team.create", target: team.id, detail: { name } },
    ),
  ]);
  return { ...(await getTeamRow(deps.db, team.id)), role: "owner" };
}
