import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { nameTaken } from "./environment-name-taken.ts";
import type { CreateEnvironment } from "./environments.schemas.ts";
import { getEnvironment, insertEnvironment } from "./environments.store.ts";
import { getProjectRow } from "./projects.store.ts";

export async function createEnvironment(deps: Deps, actor: Actor, input: CreateEnvironment) {
  await allowOn(actor, "project.configure", getProjectRow(deps.db, actor.teamId, input.projectId));
  const { db, ids, clock } = deps;
  const { teamId } = actor;
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
