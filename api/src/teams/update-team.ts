import { auditStatement } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { runBatch } from "../statement.ts";
import { readTeam } from "./read-team.ts";
import type { TeamView } from "./teams.schemas.ts";
import { updateTeamName } from "./teams.store.ts";

export async function updateTeam(
  deps: Deps,
  actor: Actor,
  { id, name }: { id: string; name: string },
): Promise<TeamView> {
  allow(actor, "team.write");
  const { db, clock } = deps;
  await readTeam(deps, actor, { id });
  await runBatch(db, [
    updateTeamName(db, actor.teamId, { name, now: clock.now() }),
    auditStatement(deps, actor, { action: "team.update", target: id, detail: { name } }),
  ]);
  return readTeam(deps, actor, { id });
}
