import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import type { Ended, OpenJob } from "../../kit/work-kinds.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import type { JobEnd } from "../../rules/job-end.ts";
import { endJob, type Finish, requeueJob } from "./jobs.store.ts";

/**
 * Writes the end of an attempt and everything that hangs on it by its kind in one batch: the deployment, the release that serves, the
 * alerts, the look at what was left. False when another end came first; then nothing was written.
 */
export async function settleJob(
  deps: Deps,
  job: OpenJob,
  { end, finish, note }: { end: JobEnd; finish: Finish; note?: string },
): Promise<boolean> {
  const { db, clock, hub } = deps;
  const now = clock.now();
  const kind = deps.kinds[job.kind];
  const outcome = finish?.outcome ?? null;
  const noted = note === undefined ? {} : { note };
  const written = end.again
    ? await runBatchIf(db, [
        requeueJob(db, job, { availableAt: now + end.delayMs, finish, ...noted }),
        ifChanged(db),
        ...(kind.again?.(deps, job) ?? []),
      ])
    : await runBatchIf(db, [
        endJob(db, job, { state: end.state, now, finish, ...noted }),
        ifChanged(db),
        ...(await effectsOf(deps, job, { end, outcome })),
      ]);
  if (!written) return false;
  kind.announce?.(deps, job, { status: end.again ? "queued" : end.deployment, outcome });
  // A lock or a build slot came free, or a job waits again.
  hub.wakeRunner(job.runnerId);
  await kind.afterwards?.(deps, job, !end.again);
  return true;
}

async function effectsOf(deps: Deps, job: OpenJob, ended: Ended): Promise<Statement[]> {
  const kind = deps.kinds[job.kind];
  return [
    ...((await kind.ended?.(deps, job, ended)) ?? []),
    ...(ended.end.reconcile ? (kind.lost?.(deps, job) ?? []) : []),
  ];
}
