import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { insertEnvironment } from "./environments.store.ts";
import type { CreateProject } from "./projects.schemas.ts";
import { getProjectRow, insertProject } from "./projects.store.ts";

/** A project is born with the environment `production`. */
export async function createProject(deps: Deps, actor: Actor, input: CreateProject) {
  allowInTeam(actor, "project.configure");
  const { db, ids, clock } = deps;
  const now = clock.now();
  const id = ids.next("project");
  const stamps = { teamId: actor.teamId, createdAt: now, updatedAt: now };
  await runBatch(db, [
    insertProject(db, { id, name: input.name, description: input.description, ...stamps }),
    insertEnvironment(db, {
      id: ids.next("environment"),
      projectId: id,
      name: "production",
      isDefault: true,
      ...stamps,
    }),
    withinLimit("projects", actor, deps),
    auditStatement(deps, actor, { action: "project.create", target: id, detail: { name: input.name } }),
  ]);
  return getProjectRow(db, actor.teamId, id);
}
