import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import type { UpdateProject } from "./projects.schemas.ts";
import { getProjectRow, updateProject as updateStatement } from "./projects.store.ts";

export async function updateProject(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateProject }) {
  allow(actor, "project.write");
  const { db, clock } = deps;
  await getProjectRow(db, actor.teamId, id);
  const { revision, ...fields } = set;
  await saveBatch(db, {
    save: updateStatement(db, actor.teamId, { id, revision, set: fields, now: clock.now() }),
    alongside: [auditStatement(deps, actor, { action: "project.update", target: id })],
  });
}
