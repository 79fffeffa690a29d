import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { countResourcesOfProject } from "./environments.store.ts";
import { deleteProject as deleteStatement, getProjectRow } from "./projects.store.ts";

const notEmpty = (resources: number) =>
  conflict("project.not_empty", `Delete the ${resources || ""} resources of this project first.`.replace("  ", " "));

/** Only an empty project goes: what still runs on a server must be removed there first. */
export async function deleteProject(deps: Deps, actor: Actor, { id }: { id: string }) {
  await allowOn(actor, "project.admin", getProjectRow(deps.db, actor.teamId, id));
  const { db } = deps;
  const resources = await countResourcesOfProject(db, actor.teamId, id);
  if (resources > 0) throw notEmpty(resources);
  // The foreign key of applications restricts, so one created in this instant makes the batch fail instead of vanishing.
  await refusing({ "foreign-key": () => notEmpty(0) }, () =>
    runBatch(db, [
      deleteStatement(db, actor.teamId, id),
      auditStatement(deps, actor, { action: "project.delete", target: id }),
    ]),
  );
}
