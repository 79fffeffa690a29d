import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { UpdateProject } from "./projects.schemas.ts";
import { getProjectRow, updateProject as updateStatement } from "./projects.store.ts";

export async function updateProject(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateProject }) {
  await allowOn(actor, "project.configure", getProjectRow(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  const { revision, ...fields } = set;
  await saveBatch(db, {
    save: updateStatement(db, actor.teamId, { id, revision, set: fields, now: clock.now() }),
    alongside: [auditStatement(deps, actor, { action: "project.update", target: id })],
  });
}
