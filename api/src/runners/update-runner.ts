import { auditStatement } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { runBatch } from "../statement.ts";
import type { UpdateRunner } from "./runners.schemas.ts";
import { getRunner, updateRunner as updateStatement } from "./runners.store.ts";

export async function updateRunner(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateRunner }) {
  allow(actor, "runner.write");
  const { db } = deps;
  await getRunner(db, actor.teamId, id);
  await runBatch(db, [
    updateStatement(db, actor.teamId, { id, set: { name: set.name } }),
    auditStatement(deps, actor, { action: "runner.update", target: id, detail: { name: set.name } }),
  ]);
  return getRunner(db, actor.teamId, id);
}
