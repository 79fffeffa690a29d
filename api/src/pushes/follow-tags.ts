import type { Deps } from "../kit/deps.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { tagEveryMs } from "../rules/tag-look.ts";
import { insertJob, newJob } from "../work/jobs/new-job.ts";
import { listDueTags, postponeLooks } from "./digests.store.ts";

/** Tags of one batch: as many as are due are taken, in so many batches, those that wait longest first. */
const atOnce = 100;

/** Periodic duty: has the server of each application whose tag is followed ask where that leads now. */
export async function followTags(deps: Deps): Promise<void> {
  const { db, clock, hub, capacity } = deps;
  while (!capacity.isSpent()) {
    const now = clock.now();
    const due = await listDueTags(db, { now, limit: atOnce });
    if (due.length === 0) return;
    const ids = due.map(({ id }) => id);
    await runBatch(db, [
      postponeLooks(db, ids, { now, next: now + tagEveryMs }),
      ...due.map(({ id: resourceId, ...at }) =>
        insertJob(db, newJob(deps, { kind: "read-digest", resourceId, ...at })),
      ),
    ]);
    for (const runnerId of new Set(due.map((each) => each.runnerId))) hub.wakeRunner(runnerId);
    if (due.length < atOnce) return;
  }
}
