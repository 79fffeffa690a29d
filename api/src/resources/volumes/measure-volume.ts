import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { getVolume } from "./volumes.store.ts";

/** Has its server measured now. Asking while that waits changes nothing. */
export async function measureVolume(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const row = await allowOn(actor, "volume.configure", getVolume(deps.db, actor.teamId, id));
  const { teamId, serverId, runnerId } = row;
  await runBatch(deps.db, [
    insertJob(deps.db, newJob(deps, { kind: "measure-volumes", teamId, serverId, runnerId })),
    auditStatement(deps, actor, { action: "volume.measure", target: id, detail: { name: row.name } }),
  ]);
  deps.hub.wakeRunner(runnerId);
}
