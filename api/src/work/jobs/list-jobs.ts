import { type Cause, jobKinds } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { damagedCause } from "../../kit/sql/damaged.ts";
import type { JobRow } from "../../kit/work-kinds.ts";
import { waitingReason } from "../../rules/waiting-reason.ts";
import type { JobView } from "./jobs.schemas.ts";
import { listResourceJobs } from "./jobs.store.ts";
import { readOutcome } from "./outcome-text.ts";
import { readWaitingFacts } from "./waiting.store.ts";

/** Newest work on one application that is no deployment, with what holds it back or why it broke. */
export async function listJobs(deps: Deps, teamId: string, resourceId: string): Promise<JobView[]> {
  return toJobViews(deps, teamId, await listResourceJobs(deps.db, teamId, { resourceId, limit: 20 }));
}

export async function toJobViews({ db, clock }: Deps, teamId: string, rows: readonly JobRow[]): Promise<JobView[]> {
  const queued = rows.filter((row) => row.state === "queued").map((row) => row.id);
  const facts = await readWaitingFacts(db, teamId, queued);
  return rows.map((row) => {
    const waiting = facts.get(row.id);
    return {
      id: row.id,
      kind: row.kind,
      state: row.state,
      attempt: row.attempt,
      cause: causeOf(row),
      waitingReason: waiting ? waitingReason(waiting, clock.now()) : null,
      createdAt: row.createdAt,
      startedAt: row.startedAt,
      finishedAt: row.finishedAt,
    };
  });
}

function causeOf({ outcome, state, kind, attempt, note }: JobRow): Cause | null {
  const told = outcome === null ? null : readOutcome(outcome);
  if (told === undefined)
    return damagedCause(
      { message: "The stored outcome is damaged and cannot be read." },
      "Ask for the same once more.",
    );
  if (told && (told.kind === "failed" || told.kind === "fault")) return told.cause;
  if (state !== "lost" && state !== "failed") return null;
  const { title } = jobKinds[kind].words;
  return {
    class: state === "lost" ? "lost-runner" : "timed-out",
    step: null,
    sentence:
      state === "lost" ? `${title}: the runner was lost, at attempt ${attempt}.` : `${title}: it took too long.`,
    evidence: note ? [note] : [],
    nextAction: "See that the runner is up, then try again.",
  };
}
