import { readable } from "@fairlead/db";
import { JobOutcome, type ProcedureName, procedures, type Step, tolerant } from "@fairlead/runner/contract";
import * as v from "valibot";
import type { Deps } from "../../kit/deps.ts";
import { damagedCause, parseOr } from "../../kit/sql/damaged.ts";
import { waitingReason } from "../../rules/waiting-reason.ts";
import { readWaitingFacts } from "../../work/jobs/waiting.store.ts";
import type { DeploymentDetail, DeploymentView, StepView } from "./deployments.schemas.ts";
import { type DeploymentRow, findOutcome, listAllowedArguments, listSteps } from "./deployments.store.ts";
import { rolloutOf } from "./rollout-view.ts";

/** Rows with what holds the queued ones back: one more query, and only when some are queued. */
export async function toViews({ db, clock }: Deps, teamId: string, rows: readonly DeploymentRow[]) {
  const queued = rows.flatMap((row) => (row.status === "queued" && row.jobId ? [row.jobId] : []));
  const facts = await readWaitingFacts(db, teamId, queued);
  return rows.map((row) => {
    const waiting = facts.get(row.jobId ?? "");
    return toView(row, waiting ? waitingReason(waiting, clock.now()) : null);
  });
}

export async function toOneView(deps: Deps, row: DeploymentRow): Promise<DeploymentView> {
  const [view] = await toViews(deps, row.teamId, [row]);
  return view ?? toView(row, null);
}

export async function toDetail(deps: Deps, row: DeploymentRow): Promise<DeploymentDetail> {
  const { jobId, attempt } = row;
  const rollout = await rolloutOf(deps, row);
  const steps = jobId && attempt ? await listSteps(deps.db, row.teamId, { jobId, attempt }) : [];
  return {
    ...(await toOneView(deps, row)),
    image: row.image,
    isConfigOutdated: row.configVersion !== row.currentConfigVersion,
    attempt: attempt ?? 0,
    ...rollout,
    steps: toSteps(steps, rollout.procedure),
    note: row.note,
    warnings: [
      ...(await listAllowedArguments(deps.db, row.teamId, row.id)).map(warnOfArgument),
      ...(jobId ? warningsIn(await findOutcome(deps.db, row.teamId, jobId)) : []),
    ],
  };
}

/** What the runner told with the release. */
function warningsIn(outcome: string | null): string[] {
  const told = outcome === null ? undefined : parseOr((value) => v.parse(tolerant(JobOutcome), value), outcome);
  return told?.kind === "succeeded" && told.result.kind === "deploy" ? told.result.warnings : [];
}

const warnOfArgument = (key: string) =>
  `${key} is secret and allowed as a build argument: where the Dockerfile takes it by ARG, whoever can read the image can read its value.`;

const toView = (row: DeploymentRow, reason: string | null): DeploymentView => ({
  id: row.id,
  applicationId: row.applicationId,
  applicationName: row.applicationName,
  number: row.number,
  trigger: row.trigger,
  status: row.status,
  ref: row.ref,
  commit: row.commit,
  commitSubject: row.commitSubject,
  commitAuthor: row.commitAuthor,
  deliveryId: row.deliveryId,
  createdBy: row.createdBy === null ? null : { id: row.createdBy, name: row.createdByName ?? "A former member" },
  rollbackOf: row.rollbackOf,
  cause: readable(row.cause, (damage) => damagedCause(damage, "Its log tells what happened; deploy again.")),
  isActive: row.isActive,
  canRollBack: row.isImageKept && !row.isActive,
  supersededBy: row.supersededBy,
  waitingReason: reason,
  createdAt: row.createdAt,
  startedAt: row.startedAt,
  liveAt: row.liveAt,
  finishedAt: row.finishedAt,
});

type StepRow = Awaited<ReturnType<typeof listSteps>>[number];

/** Every step of a deployment in its order, those not reached yet as `waiting`. */
function toSteps(rows: readonly StepRow[], procedure: ProcedureName): StepView[] {
  const steps: readonly Step[] = procedures[procedure];
  const byName = new Map(rows.map((row) => [row.name, row]));
  const known = new Set<string>(steps.map(({ name }) => name));
  const others = rows.filter((row) => !known.has(row.name)).map((row) => toStep(row, row.name));
  const planned = steps.map(({ name, title, class: stepClass }) => {
    const row = byName.get(name);
    if (row) return toStep(row, title);
    const times = { startedAt: null, finishedAt: null, durationMs: null };
    return { name, title, class: stepClass, status: "waiting" as const, ...times, note: null };
  });
  return [...planned, ...others];
}

const toStep = (row: StepRow, title: string): StepView => ({
  name: row.name,
  title,
  class: row.class,
  status: row.status,
  startedAt: row.startedAt,
  finishedAt: row.finishedAt,
  durationMs: row.durationMs,
  note: row.note,
});
