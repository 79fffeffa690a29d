import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { deleteRegistry as deleteStatement, getRegistry } from "./registries.store.ts";

/** What runs goes on running; what is built or pulled from then on is asked for without a login. */
export async function deleteRegistry(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const { address } = await allowOn(actor, "registry.admin", getRegistry(deps.db, actor.teamId, id));
  const { db } = deps;
  await runBatch(db, [
    deleteStatement(db, actor.teamId, id),
    auditStatement(deps, actor, { action: "registry.delete", target: id, detail: { address } }),
  ]);
}
