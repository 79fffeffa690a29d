import { readable } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import { damagedCause } from "../../kit/sql/damaged.ts";
import { list, type TargetResult } from "../../rules/target-words.ts";
import { waitingReason } from "../../rules/waiting-reason.ts";
import { readWaitingFacts } from "../../work/jobs/waiting.store.ts";
import type { TargetView } from "./deployments.schemas.ts";
import { listTargetsOf, type TargetRow } from "./target-results.store.ts";

/** What became of each of these deployments at its targets, with what holds back those that wait. */
export async function targetViews(
  { db, clock }: Pick<Deps, "db" | "clock">,
  teamId: string,
  deploymentIds: readonly string[],
): Promise<Map<string, TargetView[]>> {
  const rows = await listTargetsOf(db, teamId, deploymentIds);
  const queued = rows.flatMap(({ status, jobId }) => (status === "queued" && jobId ? [jobId] : []));
  const facts = await readWaitingFacts(db, teamId, queued);
  const views = new Map<string, TargetView[]>();
  for (const row of rows) {
    const waiting = facts.get(row.jobId ?? "");
    const view = toTargetView(row, waiting ? waitingReason(waiting, clock.now()) : null);
    views.set(row.deploymentId, [...(views.get(row.deploymentId) ?? []), view]);
  }
  return views;
}

const toTargetView = (row: TargetRow, reason: string | null): TargetView => ({
  server: row.server,
  destinationId: row.destinationId,
  status: row.status,
  cause: causeOf(row),
  waitingReason: reason,
  isServing: row.servingId === row.deploymentId,
  servingNumber: row.servingNumber,
  attempt: row.attempt ?? 0,
  startedAt: row.startedAt,
  liveAt: row.liveAt,
  finishedAt: row.finishedAt,
});

const causeOf = ({ cause }: Pick<TargetRow, "cause">) =>
  readable(cause, (damage) => damagedCause(damage, "Its log tells what happened; deploy again."));

export const toResult = (view: TargetView): TargetResult => ({ ...view, server: view.server.name });

/** Which servers a deployment waits for, in one sentence; null when it waits for none, or for all alike. */
export function waitingFor(targets: readonly TargetView[]): string | null {
  const waiting = targets.filter(({ status }) => status === "queued");
  if (targets.length < 2 || waiting.length === 0) return null;
  const reasons = [...new Set(waiting.flatMap(({ waitingReason: reason }) => (reason === null ? [] : [reason])))];
  return [`Waiting for ${list(waiting.map(({ server }) => server.name))}.`, ...reasons].join(" ");
}
