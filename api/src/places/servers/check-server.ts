import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { checkJob } from "./check-job.ts";
import { getServerRow } from "./servers.store.ts";

/** Looks at a server now. Asking while a check is queued changes nothing. */
export async function checkServer(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const row = await allowOn(actor, "server.operate", getServerRow(deps.db, actor.teamId, id));
  await runBatch(deps.db, [checkJob(deps, row), auditStatement(deps, actor, { action: "server.check", target: id })]);
  deps.hub.wakeRunner(row.runnerId);
}
