import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import type { Ended, OpenJob } from "../../kit/work-kinds.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import type { JobEnd } from "../../rules/job-end.ts";
import { endJob, type Finish, isHeld, requeueJob } from "./jobs.store.ts";

/** So often may the other targets of one deployment end in the same instant. */
const maxRaces = 20;

/**
 * Writes the end of an attempt and everything that hangs on it by its kind in one batch: the deployment, the release that serves, the
 * alerts, the look at what was left. False when another end came first; then nothing was written. What its kind read for that may have
 * changed in this instant: then it is read again.
 */
export async function settleJob(deps: Deps, job: OpenJob, settling: Settling): Promise<boolean> {
  const { hub } = deps;
  const { end, finish } = settling;
  const kind = deps.kinds[job.kind];
  for (let race = 0; !(await writeEnd(deps, job, settling)); race++)
    if (race === maxRaces || !(await isHeld(deps.db, job))) return false;
  kind.announce?.(deps, job, { status: end.again ? "queued" : end.deployment, outcome: finish?.outcome ?? null });
  // A lock or a build slot came free, or a job waits again.
  hub.wakeRunner(job.runnerId);
  await kind.afterwards?.(deps, job, !end.again);
  return true;
}

type Settling = { end: JobEnd; finish: Finish; note?: string };

async function writeEnd(deps: Deps, job: OpenJob, { end, finish, note }: Settling): Promise<boolean> {
  const { db, clock } = deps;
  const now = clock.now();
  const kind = deps.kinds[job.kind];
  const noted = note === undefined ? {} : { note };
  return end.again
    ? runBatchIf(db, [
        requeueJob(db, job, { availableAt: now + end.delayMs, finish, ...noted }),
        ifChanged(db),
        ...(kind.again?.(deps, job) ?? []),
      ])
    : runBatchIf(db, [
        endJob(db, job, { state: end.state, now, finish, ...noted }),
        ifChanged(db),
        ...(await effectsOf(deps, job, { end, outcome: finish?.outcome ?? null })),
      ]);
}

async function effectsOf(deps: Deps, job: OpenJob, ended: Ended): Promise<Statement[]> {
  const kind = deps.kinds[job.kind];
  return [
    ...((await kind.ended?.(deps, job, ended)) ?? []),
    ...(ended.end.reconcile ? (kind.lost?.(deps, job) ?? []) : []),
  ];
}
