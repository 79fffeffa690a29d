import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { UpdateRunner } from "./runners.schemas.ts";
import { getRunner, renameRunner } from "./runners.store.ts";

export async function updateRunner(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateRunner }) {
  await allowOn(actor, "runner.configure", getRunner(deps.db, actor.teamId, id));
  const { db } = deps;
  await saveBatch(db, {
    save: renameRunner(db, actor.teamId, { id, ...set }),
    alongside: [auditStatement(deps, actor, { action: "runner.update", target: id, detail: { name: set.name } })],
  });
}
