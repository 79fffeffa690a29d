import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { loadTeam } from "./load-team.ts";
import type { UpdateTeam } from "./teams.schemas.ts";
import { updateTeamName } from "./teams.store.ts";

export async function updateTeam(
  deps: Deps,
  actor: Actor,
  { id, set }: { id: string; set: UpdateTeam },
): Promise<void> {
  await allowOn(actor, "team.configure", loadTeam(deps.db, actor, id));
  const { db, clock } = deps;
  await saveBatch(db, {
    save: updateTeamName(db, actor.teamId, { ...set, now: clock.now() }),
    alongside: [auditStatement(deps, actor, { action: "team.update", target: id, detail: { name: set.name } })],
  });
}
