import {
  deployStep,
  isMarked,
  type ProgressAnswer,
  type ProgressRequest,
  placeOfStep,
  type StepEvent,
} from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { RunnerActor } from "../../kit/http/api-env.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { ifChanged } from "../../kit/write/if-changed.store.ts";
import { cadence } from "../../rules/cadence.ts";
import { conflict } from "../../rules/errors.ts";
import { appendChunks, type HeldLease, noteCommit, recordSteps, renewLease, type StepRow } from "./lease.store.ts";
import { markLive, releaseHeld } from "./targets.store.ts";

/** Every call of a runner that no longer holds the lease gets this: it stops all effects of the job. */
export const staleLease = () =>
  conflict("lease.stale", "This lease has ended or is held by a newer attempt. Stop working on the job.");

const notice = `Log cut here: it reached ${Math.round(cadence.logMaxBytes / 1024 / 1024)} MiB. The job itself goes on.\n`;

/** Renews the lease, adds steps and log, brings the wish to cancel back. One batch; a stale lease changes nothing. */
export async function recordProgress(
  deps: Deps,
  runner: RunnerActor,
  { lease: named, steps, chunks }: ProgressRequest,
): Promise<ProgressAnswer> {
  const { db, clock } = deps;
  const now = clock.now();
  const lease: HeldLease = { ...named, runnerId: runner.runnerId };
  const isLive = steps.some((event) => event.status === "passed" && isMarked(event.step, "moves-traffic"));
  const hasPassed = ({ name }: { name: string }) =>
    steps.some(({ step, status }) => step === name && status === "passed");
  const fetched = steps.findLast((event) => event.status === "passed" && event.commit)?.commit;
  const maxBytes = cadence.logMaxBytes;
  const rest: Statement[] = [
    ...(chunks.length > 0 ? [appendChunks(db, lease, { chunks, maxBytes, notice })] : []),
    ...(steps.length > 0 ? [recordSteps(db, lease, steps.map(withPosition))] : []),
    ...(fetched ? [noteCommit(db, lease, fetched), releaseHeld(db, { jobId: lease.job, now, done: "commit" })] : []),
    ...(hasPassed(deployStep.push) ? [releaseHeld(db, { jobId: lease.job, now, done: "push" })] : []),
    ...(hasPassed(deployStep.prepare) ? [releaseHeld(db, { jobId: lease.job, now })] : []),
    ...(isLive ? markLive(db, lease, now) : []),
  ];
  const renewal = { leaseEndsAt: now + cadence.leaseMs, steps, chunks, maxBytes };
  const job = await renewWith(deps, renewLease(db, lease, renewal), rest);
  if (!job) throw staleLease();
  announceProgress(deps, job, { lease, steps, chunks, isLive });
  return { leaseMs: cadence.leaseMs, cancel: job.cancelRequestedAt !== null };
}

type Renewal = ReturnType<typeof renewLease>;
type Renewed = Awaited<Renewal>[number];

async function renewWith({ db }: Deps, renewal: Renewal, rest: Statement[]): Promise<Renewed | undefined> {
  try {
    const [rows] = await db.batch([renewal, ifChanged(db), ...rest]);
    return rows[0];
  } catch (error) {
    if (error instanceof Error && error.message.includes("malformed JSON")) return undefined;
    throw error;
  }
}

const withPosition = (event: StepEvent): StepRow => ({ ...event, position: placeOfStep(event.step) ?? 0 });

type Told = Pick<ProgressRequest, "lease" | "steps" | "chunks"> & { isLive: boolean };

function announceProgress(deps: Deps, job: Renewed, { lease, steps, chunks, isLive }: Told) {
  const { hub, log, kinds } = deps;
  const last = chunks.at(-1);
  if (last) hub.publish(job.teamId, { type: "log", job: lease.job, deployment: job.deploymentId, seq: last.seq });
  kinds[job.kind].progress?.(deps, job, { steps, isLive });
  if (job.logConflicts > 0) log.info("log chunks came again with another text", { job: lease.job });
}
