import type { JobOutcome, ResourceState } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import type { JobNews, JobRow, OpenJob, Reported, WorkKind } from "../../kit/work-kinds.ts";
import { kindOf } from "../../resources/kinds/registry.ts";
import { setStateAt } from "../../resources/state.store.ts";
import { followPort } from "../../routing/follow-port.ts";
import { nounOf } from "../../rules/resource-words.ts";
import { toServerTarget } from "../../rules/server-target.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { NotCompilable } from "../../work/jobs/not-compilable.ts";
import { sendDue } from "../../work/notifications/send-due.ts";
import { readPlacedRows } from "./payload.store.ts";

// What all jobs on one resource have in common.

/** On one server an application is worked on by one job at a time. */
const lock: WorkKind<"stop">["lock"] = ({ resourceId, serverId }) =>
  resourceId ? `application:${resourceId}@${serverId}` : null;

/** The resource that a job names and where it runs. */
export async function placedOf({ db }: Deps, job: JobRow) {
  const rows = await readPlacedRows(db, job);
  if (!rows)
    throw new NotCompilable(
      `The ${nounOf(job.subjectId)} does not run on this server any more, or one of the two is gone.`,
    );
  return { rows, of: { target: toServerTarget(rows.server), application: job.subjectId, team: job.teamId } };
}

export async function graceOf(deps: Deps, job: JobRow) {
  const { of } = await placedOf(deps, job);
  const { application: id, team: teamId } = of;
  return { ...of, graceSeconds: await kindOf(id).release.stopGraceSeconds(deps.db, { teamId, id }) };
}

/** What an outcome tells of the application; null where it tells nothing. */
function observedState(outcome: JobOutcome | null): ResourceState | null {
  if (outcome?.kind !== "succeeded") return null;
  const { result } = outcome;
  if (result.kind === "deploy") return "running";
  if (result.kind !== "observed") return null;
  return result.state === "absent" ? "new" : result.state;
}

export const stateStatements = (
  { db, clock }: Deps,
  { subjectId: resourceId, serverId }: OpenJob,
  outcome: JobOutcome | null,
): Statement[] => {
  const state = observedState(outcome);
  return state === null || serverId === null
    ? []
    : [...setStateAt(db, { resourceId, serverId }, { state, now: clock.now() })];
};

/** Until somebody has looked, nobody knows what runs. */
export const unknownState = ({ db, clock }: Deps, { subjectId: resourceId, serverId }: OpenJob): Statement[] =>
  serverId === null ? [] : [...setStateAt(db, { resourceId, serverId }, { state: "unknown", now: clock.now() })];

/** The target of a resource after a job whose end nobody saw. */
function lookAgain(deps: Deps, job: OpenJob): Statement[] {
  const { teamId, runnerId, serverId, subjectId: resourceId, deploymentId } = job;
  if (serverId === null) return [];
  const order = { kind: "reconcile", teamId, runnerId, serverId, resourceId } as const;
  const look = newJob(deps, { ...order, ...(deploymentId ? { deploymentId } : {}) });
  return [...unknownState(deps, job), insertJob(deps.db, look)];
}

/** Until it has ended, the resource is as it was. */
export function announceState({ hub }: Deps, { subjectId: id, teamId }: JobRow, { status, outcome }: JobNews) {
  if (status !== "running") hub.publish(teamId, resourceEvent(id, observedState(outcome) ?? "unknown"));
}

/** Whichever release has the traffic now: the proxy must know its port. Alerts are there to be found only after the end. */
async function afterRelease(deps: Deps, { deploymentId }: Reported, isOver: boolean): Promise<void> {
  if (deploymentId === null) return;
  deps.background(() => followPort(deps, { deploymentId }));
  if (isOver) deps.background(() => sendDue(deps));
}

const minute = 60_000;

/** A job on one application tells what runs afterwards, and has it looked at when nobody saw its end. */
export const onResource = {
  timeoutMs: 15 * minute,
  maxAttempts: 3,
  lock,
  isMergeable: false,
  isBuild: false,
  ended: async (deps, job, { outcome }) => stateStatements(deps, job, outcome),
  lost: lookAgain,
  announce: announceState,
  afterwards: afterRelease,
} satisfies Omit<WorkKind<"stop">, "compile">;
