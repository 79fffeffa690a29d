import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { loadTeam } from "./load-team.ts";
import { countTeamResources, deleteTeamRow } from "./teams.store.ts";

/**
 * Only an empty team goes: containers must be removed from their servers by the runner that still knows them. Tokens, runners,
 * sources and the data key go with the row.
 */
export async function deleteTeam(deps: Deps, actor: Actor, { id }: { id: string }) {
  await allowOn(actor, "team.admin", loadTeam(deps.db, actor, id));
  const { db } = deps;
  const { resources, servers } = await countTeamResources(db, id);
  const notEmpty = () =>
    conflict("team.not_empty", `Delete the ${resources} resources and ${servers} servers of this team first.`);
  if (resources + servers > 0) throw notEmpty();
  const isGone = await runBatchIf(db, [
    deleteTeamRow(db, id),
    ifChanged(db),
    auditStatement(deps, actor, { action: "team.delete", target: id }),
  ]);
  if (!isGone) throw notEmpty();
}
