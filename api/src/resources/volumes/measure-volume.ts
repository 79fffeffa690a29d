import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { getVolume } from "./volumes.store.ts";

/** Has its server measured now. Asking while that waits changes nothing. */
export async function measureVolume(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const row = await allowOn(actor, "volume.configure", getVolume(deps.db, actor.teamId, id));
  const { teamId, serverId, runnerId } = row;
  await runBatch(deps.db, [insertJob(deps.db, newJob(deps, { kind: "measure-volumes", teamId, serverId, runnerId }))]);
  deps.hub.wakeRunner(runnerId);
}
