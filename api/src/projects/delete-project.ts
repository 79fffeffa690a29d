import { auditStatement } from "../audit-log.ts";
import { refusing } from "../constraint.ts";
import type { Deps } from "../deps.ts";
import { conflict } from "../domain/errors.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { countApplicationsOfProject } from "../environments/environments.store.ts";
import { runBatch } from "../statement.ts";
import { deleteProject as deleteStatement, getProjectRow } from "./projects.store.ts";

const notEmpty = (applications: number) =>
  conflict(
    "project.not_empty",
    `Delete the ${applications || ""} applications of this project first.`.replace("  ", " "),
  );

/** Only an empty project goes: what still runs on a server must be removed there first. */
export async function deleteProject(deps: Deps, actor: Actor, { id }: { id: string }) {
  allow(actor, "project.delete");
  const { db } = deps;
  await getProjectRow(db, actor.teamId, id);
  const applications = await countApplicationsOfProject(db, actor.teamId, id);
  if (applications > 0) throw notEmpty(applications);
  // The foreign key of applications restricts, so one created in this instant makes the batch fail instead of vanishing.
  await refusing({ "foreign-key": () => notEmpty(0) }, () =>
    runBatch(db, [
      deleteStatement(db, actor.teamId, id),
      auditStatement(deps, actor, { action: "project.delete", target: id }),
    ]),
  );
}
