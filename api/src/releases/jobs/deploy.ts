import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import type { Ended, JobNews, JobProgress, JobRow, OpenJob, Reported, WorkKind } from "../../kit/work-kinds.ts";
import { followPort } from "../../routing/follow-port.ts";
import { notificationStatements } from "../../work/notifications/notify.ts";
import {
  activateRelease,
  endDeployment,
  findDeploymentNews,
  requeueDeployment,
} from "../deployments/deployment-end.store.ts";
import { deploymentNews } from "../deployments/deployment-news.ts";
import { announceState, onApplication, stateStatements } from "./application-job.ts";
import { compileDeploy } from "./compile-deploy.ts";

export const deploy: WorkKind<"deploy"> = {
  ...onApplication,
  timeoutMs: 60 * 60_000,
  isBuild: true,
  compile: compileDeploy,
  ended: async (deps, job, ended) => [
    ...(job.deploymentId === null ? [] : await deploymentEnd(deps, { job, id: job.deploymentId, ...ended })),
    ...stateStatements(deps, job, ended.outcome),
  ],
  again: ({ db }, { deploymentId }) => (deploymentId === null ? [] : [requeueDeployment(db, deploymentId)]),
  announce,
  progress,
};

type Ending = Ended & { job: OpenJob; id: string };

async function deploymentEnd(deps: Deps, { job, id, end, outcome }: Ending): Promise<Statement[]> {
  const { db, clock } = deps;
  const now = clock.now();
  if (job.applicationId === null) return [];
  const result = outcome?.kind === "succeeded" && outcome.result.kind === "deploy" ? outcome.result : null;
  const change: readonly Statement[] = result
    ? activateRelease(db, { id, applicationId: job.applicationId }, { ...result, now })
    : [endDeployment(db, id, { status: end.deployment, cause: end.cause, now })];
  if (end.deployment !== "succeeded" && end.deployment !== "failed") return [...change];
  const news = await findDeploymentNews(db, id);
  if (!news) return [...change];
  const alerts = await notificationStatements(deps, {
    teamId: job.teamId,
    event: end.deployment === "succeeded" ? "deployment.succeeded" : "deployment.failed",
    subjectId: id,
    content: deploymentNews(news, { cause: end.cause, commit: result?.commit ?? null }),
  });
  return [...change, ...alerts];
}

function announce(deps: Deps, job: JobRow, news: JobNews) {
  const { deploymentId: id, applicationId: application, teamId } = job;
  if (id === null || application === null) return;
  deps.hub.publish(teamId, { type: "deployment", id, application, status: news.status });
  announceState(deps, job, news);
}

function progress(deps: Deps, { deploymentId, applicationId: application, teamId }: Reported, told: JobProgress) {
  if (deploymentId === null) return;
  const { hub } = deps;
  for (const { step, status } of told.steps)
    hub.publish(teamId, { type: "step", deployment: deploymentId, step, status });
  if (!told.isLive) return;
  if (application) hub.publish(teamId, { type: "deployment", id: deploymentId, application, status: "live" });
  // It has the traffic now: the proxy must know its port.
  deps.background(() => followPort(deps, { deploymentId }));
}
