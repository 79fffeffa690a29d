import type { Deps } from "../kit/deps.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { insertJob, newJob } from "../work/jobs/new-job.ts";
import { dropForgottenAt, listForgotten } from "./forgotten.store.ts";

type Look = { server: { id: string; teamId: string; runnerId: string }; missing: readonly string[] };

/**
 * A server that was given up answers again: what was forgotten and is still there is removed, containers and images, by its labels. Only
 * what a person gave up: whatever else nobody knows of may be of rows that were restored from an older day.
 */
export async function removeForgotten(deps: Deps, { server, missing }: Look): Promise<void> {
  const { db, hub } = deps;
  const { id: serverId, teamId, runnerId } = server;
  const gone = new Set(missing);
  for (const resourceId of await listForgotten(db, { teamId, serverId })) {
    if (gone.has(resourceId)) {
      await dropForgottenAt(db, { teamId, resourceId, serverId });
      continue;
    }
    await runBatch(db, [insertJob(db, newJob(deps, { kind: "remove", teamId, runnerId, serverId, resourceId }))]);
    hub.wakeRunner(runnerId);
  }
}
