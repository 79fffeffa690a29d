import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { inUse } from "./in-use.ts";
import { deleteRegistry as deleteStatement, getRegistry, listChoosers } from "./registries.store.ts";

/**
 * What runs goes on running; what is built or pulled from then on is asked for without a login. One that applications choose stays: with
 * another login, or none, they would go on by a choice that nobody made.
 */
export async function deleteRegistry(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const { address } = await allowOn(actor, "registry.admin", getRegistry(deps.db, actor.teamId, id));
  const { db } = deps;
  const choosers = await listChoosers(db, actor.teamId, id);
  if (choosers.length > 0) throw inUse(choosers);
  await refusing({ "foreign-key": () => inUse([]) }, () =>
    runBatch(db, [
      deleteStatement(db, actor.teamId, id),
      auditStatement(deps, actor, { action: "registry.delete", target: id, detail: { address } }),
    ]),
  );
}
