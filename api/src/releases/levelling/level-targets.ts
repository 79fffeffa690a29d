import { readable } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import { damagedCause } from "../../kit/sql/damaged.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { isLevelDue } from "../../rules/level-due.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { type BehindRow, holdBehind, listBehind, listLeft, openTarget } from "./levelling.store.ts";

/** At most this many a run; the rest is found by the next one. */
const limit = 100;

/**
 * Brings targets level that were away or were added later: each gets the newest release that serves elsewhere, and the others are left
 * alone. A removal that a server missed is asked for again. Safe to run at any time and beside itself.
 */
export async function levelTargets(deps: Deps): Promise<void> {
  for (const behind of await listBehind(deps.db, { limit })) if (isDue(behind)) await level(deps, behind);
  for (const left of await listLeft(deps.db, { limit })) {
    await runBatch(deps.db, [insertJob(deps.db, newJob(deps, { kind: "remove", ...left }))]);
    deps.hub.wakeRunner(left.runnerId);
  }
}

function isDue({ status, cause, finishedAt, serverSeenAt }: BehindRow): boolean {
  const why = readable(cause, (damage) => damagedCause(damage, "Deploy again."));
  return isLevelDue({ result: status === null ? null : { status, cause: why, finishedAt }, serverSeenAt });
}

async function level(deps: Deps, behind: BehindRow): Promise<void> {
  const { db, hub } = deps;
  const { teamId, resourceId, deploymentId, serverId, runnerId, attempt } = behind;
  const job = newJob(deps, { kind: "deploy", teamId, resourceId, deploymentId, serverId, runnerId });
  // What an earlier attempt left there bears its number: this one goes on counting, or the server would take it for an older one.
  const from = attempt ?? 0;
  const isBegun = await runBatchIf(db, [
    holdBehind(db, behind),
    ifChanged(db),
    openTarget(db, behind, job.id),
    ifChanged(db),
    insertJob(db, { ...job, attempt: from, maxAttempts: from + job.maxAttempts }),
  ]);
  if (!isBegun) return;
  hub.publish(teamId, { type: "deployment", id: deploymentId, application: resourceId, status: "queued" });
  hub.wakeRunner(runnerId);
}
