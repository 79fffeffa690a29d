import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import { readTeam } from "./read-team.ts";
import { countTeamResources, deleteTeamRow } from "./teams.store.ts";

/**
 * Only an empty team goes: containers must be removed from their servers by the runner that still knows them. Tokens, runners,
 * sources and the data key go with the row.
 */
export async function deleteTeam(deps: Deps, actor: Actor, { id }: { id: string }) {
  allow(actor, "team.delete");
  const { db } = deps;
  await readTeam(deps, actor, { id });
  const { applications, servers } = await countTeamResources(db, id);
  const notEmpty = () =>
    conflict("team.not_empty", `Delete the ${applications} applications and ${servers} servers of this team first.`);
  if (applications + servers > 0) throw notEmpty();
  await refusing({ "foreign-key": notEmpty }, () =>
    runBatch(db, [deleteTeamRow(db, id), auditStatement(deps, actor, { action: "team.delete", target: id })]),
  );
}
