import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { askCheck } from "./ask-check.ts";
import { getRegistry } from "./registries.store.ts";

/** Tries a login now. */
export async function checkRegistry(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const { serverId } = await allowOn(actor, "registry.configure", getRegistry(deps.db, actor.teamId, id));
  const { statements, wake } = await askCheck(deps, { id, teamId: actor.teamId, serverId });
  await runBatch(deps.db, [...statements, auditStatement(deps, actor, { action: "registry.check", target: id })]);
  wake();
}
