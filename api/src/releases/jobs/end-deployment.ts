import { readable } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import { damagedCause } from "../../kit/sql/damaged.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import type { Ended, OpenJob } from "../../kit/work-kinds.ts";
import { ifChanged } from "../../kit/write/if-changed.store.ts";
import { checkSoon } from "../../places/servers/due.store.ts";
import { kindOf } from "../../resources/kinds/registry.ts";
import { type DeploymentEnd, deploymentEnd } from "../../rules/target-end.ts";
import { type TargetResult, wasAway } from "../../rules/target-words.ts";
import { endTarget, releaseHeld } from "../../work/jobs/targets.store.ts";
import { notificationStatements } from "../../work/notifications/notify.ts";
import {
  endDeployment,
  findDeploymentNews,
  goOn,
  keepRelease,
  type Release,
  tellAnew,
} from "../deployments/deployment-end.store.ts";
import { deploymentNews } from "../deployments/deployment-news.ts";
import { followServing, serveAt } from "../deployments/serving.store.ts";
import { holdOthers, listTargets, type TargetRow } from "../deployments/target-results.store.ts";

type Ending = Ended & { job: OpenJob; id: string; resourceId: string };

/** What changes when a deployment has ended at one of its targets: there, in the deployment as a whole, and in what serves. */
export async function endAtTarget(deps: Deps, { job, id, resourceId, end, outcome }: Ending): Promise<Statement[]> {
  const { db, clock } = deps;
  const now = clock.now();
  const release = outcome?.kind === "succeeded" && outcome.result.kind === "deploy" ? outcome.result : null;
  const targets = await listTargets(db, id);
  const news = await findDeploymentNews(db, id);
  if (!news) return [];
  const own: TargetResult = {
    ...resultOf(targets.find(({ jobId }) => jobId === job.id)),
    status: end.deployment,
    cause: end.cause,
    ...(release ? { isServing: true, servingNumber: news.number } : {}),
  };
  const others = targets.filter(({ jobId }) => jobId !== job.id);
  const whole = deploymentEnd(news.status, [own, ...others.map(resultOf)]);
  return [
    ...(others.length > 0
      ? [
          holdOthers(db, { deploymentId: id, targets, jobId: job.id }),
          ifChanged(db),
          releaseHeld(db, { jobId: job.id, now }),
        ]
      : []),
    // Before the target ends: it says whether this job may still have it serve.
    ...(release ? [serveAt(db, job.id, { resourceId, deploymentId: id })] : []),
    endTarget(db, job.id, { status: end.deployment, cause: end.cause, now, made: release }),
    ...(others.length > 0 && wasAway(end.cause) ? [checkSoon(db, { id: job.serverId ?? "", now })] : []),
    ...(release ? served(deps, { job, id, resourceId, release, isFirst: isFirst(targets, job) }) : []),
    ...wholeStatements(deps, id, whole),
    ...(await alertsOf(deps, { job, id, news, whole, commit: release?.commit ?? null })),
  ];
}

const isFirst = ([first]: readonly TargetRow[], job: OpenJob) => first === undefined || first.jobId === job.id;

function resultOf(row: TargetRow | undefined): TargetResult {
  return {
    server: row?.server.name ?? "Its server",
    status: row?.status ?? "queued",
    cause: readable(row?.cause ?? null, (damage) => damagedCause(damage, "Its log tells what happened; deploy again.")),
    isServing: row !== undefined && row.servingId === row.deploymentId,
    servingNumber: row?.servingNumber ?? null,
  };
}

type Serving = { job: OpenJob; id: string; resourceId: string; release: Release; isFirst: boolean };

const served = (deps: Deps, { job, id, resourceId, release, isFirst }: Serving): Statement[] => [
  keepRelease(deps.db, id, { ...release, isFirst, now: deps.clock.now() }),
  ...followServing(deps.db, resourceId),
  ...(kindOf(resourceId).release.deployed?.(deps, {
    teamId: job.teamId,
    id: resourceId,
    serverId: job.serverId ?? "",
  }) ?? []),
];

function wholeStatements({ db, clock }: Deps, id: string, whole: DeploymentEnd): Statement[] {
  if (whole.kind === "stays") return [];
  if (whole.kind === "goes-on") return [goOn(db, id, whole.status)];
  if (whole.kind === "told-anew") return [tellAnew(db, id, whole)];
  return [endDeployment(db, id, { ...whole, now: clock.now() })];
}

type News = NonNullable<Awaited<ReturnType<typeof findDeploymentNews>>>;
type Alert = { job: OpenJob; id: string; news: News; whole: DeploymentEnd; commit: Release["commit"] };

/** Once the deployment has ended as a whole, and again when the last of its targets was brought level. */
async function alertsOf(deps: Deps, { job, id, news, whole, commit }: Alert): Promise<Statement[]> {
  if (whole.kind !== "ends" && whole.kind !== "told-anew") return [];
  const { status, cause } = whole;
  if (status !== "succeeded" && (status !== "failed" || whole.kind === "told-anew")) return [];
  return notificationStatements(deps, {
    teamId: job.teamId,
    event: status === "succeeded" ? "deployment.succeeded" : "deployment.failed",
    subjectId: id,
    content: deploymentNews(news, { cause, commit }),
  });
}
