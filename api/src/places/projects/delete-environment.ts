import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { deleteEnvironment as deleteStatement, getEnvironment } from "./environments.store.ts";

const notEmpty = () => conflict("environment.not_empty", "Delete or move the resources of this environment first.");

/** Only an empty environment goes, and never the one its project was born with. */
export async function deleteEnvironment(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const row = await allowOn(actor, "environment.admin", getEnvironment(deps.db, actor.teamId, id));
  const { db } = deps;
  if (row.isDefault)
    throw conflict(
      "environment.default",
      "Every project keeps its first environment. Rename it, or delete the project.",
    );
  if (row.applicationCount > 0) throw notEmpty();
  await refusing({ "foreign-key": notEmpty }, () =>
    runBatch(db, [
      deleteStatement(db, actor.teamId, id),
      auditStatement(deps, actor, { action: "environment.delete", target: id, detail: { name: row.name } }),
    ]),
  );
}
