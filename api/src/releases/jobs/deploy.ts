import type { Deps } from "../../kit/deps.ts";
import type { JobNews, JobProgress, JobRow, Reported, WorkKind } from "../../kit/work-kinds.ts";
import { markMade } from "../../resources/volumes/volumes.store.ts";
import { followPort } from "../../routing/follow-port.ts";
import { requeueTarget } from "../../work/jobs/targets.store.ts";
import { requeueDeployment } from "../deployments/deployment-end.store.ts";
import { compileDeploy } from "./compile-deploy.ts";
import { endAtTarget } from "./end-deployment.ts";
import { announceState, onResource, stateStatements } from "./resource-job.ts";

export const deploy: WorkKind<"deploy"> = {
  ...onResource,
  timeoutMs: 60 * 60_000,
  isBuild: true,
  isRelease: true,
  compile: compileDeploy,
  ended: async (deps, job, ended) => {
    const { deploymentId: id, subjectId: resourceId } = job;
    const end = id === null ? [] : await endAtTarget(deps, { job, id, resourceId, ...ended });
    const hasMade = id !== null && ended.outcome?.kind === "succeeded";
    const made = hasMade ? [markMade(deps.db, { teamId: job.teamId, deploymentId: id, now: deps.clock.now() })] : [];
    return [...end, ...made, ...stateStatements(deps, job, ended.outcome)];
  },
  again: ({ db }, { id, deploymentId }) =>
    deploymentId === null ? [] : [requeueTarget(db, id), requeueDeployment(db, deploymentId)],
  announce,
  progress,
};

function announce(deps: Deps, job: JobRow, news: JobNews) {
  const { deploymentId: id, subjectId: application, teamId } = job;
  if (id === null) return;
  deps.hub.publish(teamId, { type: "deployment", id, application, status: news.status });
  announceState(deps, job, news);
}

function progress(deps: Deps, { deploymentId, subjectId: application, teamId }: Reported, told: JobProgress) {
  if (deploymentId === null) return;
  const { hub } = deps;
  for (const { step, status } of told.steps)
    hub.publish(teamId, { type: "step", deployment: deploymentId, step, status });
  if (!told.isLive) return;
  hub.publish(teamId, { type: "deployment", id: deploymentId, application, status: "live" });
  // It has the traffic now: the proxy must know its port.
  deps.background(() => followPort(deps, { deploymentId }));
}
