import { auditStatement } from "../audit-log.ts";
import { refusing } from "../constraint.ts";
import type { Deps } from "../deps.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { withinLimit } from "../limits/limited.ts";
import { getProjectRow } from "../projects/projects.store.ts";
import { runBatch } from "../statement.ts";
import type { CreateEnvironment } from "./environments.schemas.ts";
import { getEnvironment, insertEnvironment } from "./environments.store.ts";
import { nameTaken } from "./name-taken.ts";

export async function createEnvironment(deps: Deps, actor: Actor, input: CreateEnvironment) {
  allow(actor, "project.write");
  const { db, ids, clock } = deps;
  const { teamId } = actor;
  await getProjectRow(db, teamId, input.projectId);
  const id = ids.next("environment");
  const now = clock.now();
  await refusing({ unique: () => nameTaken(input.name) }, () =>
    runBatch(db, [
      insertEnvironment(db, { id, teamId, ...input, isDefault: false, createdAt: now, updatedAt: now }),
      withinLimit("environments", actor, deps),
      auditStatement(deps, actor, { action: "environment.create", target: id, detail: { name: input.name } }),
    ]),
  );
  return getEnvironment(db, teamId, id);
}
