import { readable } from "@fairlead/db/damaged";
import { JobOutcome, type ProcedureName, procedures, type Step, tolerant } from "@fairlead/runner/contract";
import * as v from "valibot";
import type { Deps } from "../../kit/deps.ts";
import { damagedCause, parseOr } from "../../kit/sql/damaged.ts";
import { tellTargets } from "../../rules/target-words.ts";
import type { DeploymentDetail, DeploymentView, StepView, TargetView } from "./deployments.schemas.ts";
import { type DeploymentRow, findOutcome, getTargetJob, listAllowedArguments, listSteps } from "./deployments.store.ts";
import { rolloutOf } from "./rollout-view.ts";
import { targetViews, toResult, waitingFor } from "./target-views.ts";

/** Rows with what became of them on each server, and with what holds back those that wait. */
export async function toViews(deps: Deps, teamId: string, rows: readonly DeploymentRow[]) {
  const targets = await targetViews(
    deps,
    teamId,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toView(row, targets.get(row.id) ?? []));
}

export async function toOneView(deps: Deps, row: DeploymentRow): Promise<DeploymentView> {
  const [view] = await toViews(deps, row.teamId, [row]);
  return view ?? toView(row, []);
}

/** `server`: whose steps are shown, when it has several. */
export async function toDetail(deps: Deps, row: DeploymentRow, server?: string): Promise<DeploymentDetail> {
  const { jobId, attempt } = server === undefined ? row : await getTargetJob(deps.db, row, server);
  const rollout = await rolloutOf(deps, row);
  const steps = jobId && attempt ? await listSteps(deps.db, row.teamId, { jobId, attempt }) : [];
  const told = jobId ? toldBy(await findOutcome(deps.db, row.teamId, jobId)) : undefined;
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
      ...(told?.warnings ?? []),
    ],
    unnamedVolumes: told?.unnamedVolumes ?? [],
  };
}

/** What the runner told with the release. */
function toldBy(outcome: string | null) {
  const told = outcome === null ? undefined : parseOr((value) => v.parse(tolerant(JobOutcome), value), outcome);
  return told?.kind === "succeeded" && told.result.kind === "deploy" ? told.result : undefined;
}

const warnOfArgument = (key: string) =>
  `${key} is secret and allowed as a build argument: where the Dockerfile takes it by ARG, whoever can read the image can read its value.`;

/** Why it waits: one server's own reason, or which of several servers are waited for. */
const reasonOf = (row: DeploymentRow, targets: readonly TargetView[]) =>
  targets.length > 1 ? waitingFor(targets) : row.status === "queued" ? (targets[0]?.waitingReason ?? null) : null;

/** Of several servers the words follow what became of each since; of one they are what was kept. */
function whyFailed(row: DeploymentRow, targets: readonly TargetView[]) {
  const told = row.status === "failed" && targets.length > 1 ? tellTargets(targets.map(toResult)) : undefined;
  return told ?? readable(row.cause, (damage) => damagedCause(damage, "Its log tells what happened; deploy again."));
}

const toView = (row: DeploymentRow, targets: TargetView[]): DeploymentView => ({
  id: row.id,
  applicationId: row.resourceId,
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
  cause: whyFailed(row, targets),
  isActive: row.isActive,
  canRollBack: row.isImageKept && !row.isActive,
  supersededBy: row.supersededBy,
  waitingReason: reasonOf(row, targets),
  createdAt: row.createdAt,
  startedAt: row.startedAt,
  liveAt: row.liveAt,
  finishedAt: row.finishedAt,
  targets,
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
