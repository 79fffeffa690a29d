import type { ApplicationState, JobOutcome } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import {
  activateRelease,
  adoptObserved,
  endDeployment,
  findDeploymentNews,
  requeueDeployment,
  setApplicationState,
} from "../../releases/deployments/deployment-end.store.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { deploymentNews } from "../../releases/deployments/deployment-news.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { followPort } from "../../routing/follow-port.ts";
import type { JobEnd } from "../../rules/job-end.ts";
import { notificationStatements } from "../notifications/notify.ts";
import { sendDue } from "../notifications/send-due.ts";
import { endJob, type Finish, type OpenJob, requeueJob } from "./jobs.store.ts";
import { insertJob, newJob } from "./new-job.ts";

/**
 * Writes the end of an attempt and everything that hangs on it in one batch: job, deployment, the release that serves, the
 * application's state, the alerts, the reconcile job. False when another end came first; then nothing was written.
 */
export async function settleJob(
  deps: Deps,
  job: OpenJob,
  { end, finish, note }: { end: JobEnd; finish: Finish; note?: string },
): Promise<boolean> {
  const { db, clock, hub } = deps;
  const now = clock.now();
  const noted = note === undefined ? {} : { note };
  const written = end.again
    ? await runBatchIf(db, [
        requeueJob(db, job, { availableAt: now + end.delayMs, finish, ...noted }),
        ifChanged(db),
        ...(job.kind === "deploy" && job.deploymentId ? [requeueDeployment(db, job.deploymentId)] : []),
      ])
    : await runBatchIf(db, [
        endJob(db, job, { state: end.state, now, finish, ...noted }),
        ifChanged(db),
        ...(await effectsOf(deps, job, { end, outcome: finish?.outcome ?? null })),
      ]);
  if (!written) return false;
  announce(deps, job, { status: end.again ? "queued" : end.deployment, outcome: finish?.outcome ?? null });
  // A lock or a build slot came free, or a job waits again.
  hub.wakeRunner(job.runnerId);
  const { deploymentId } = job;
  // Whichever release has the traffic now: the proxy must know its port.
  if (deploymentId) deps.background(() => followPort(deps, { deploymentId }));
  // Only now are the alerts there to be found; the next tick may be a minute away.
  if (deploymentId && !end.again) deps.background(() => sendDue(deps));
  return true;
}

type Ended = { end: Extract<JobEnd, { again: false }>; outcome: JobOutcome | null };

async function effectsOf(deps: Deps, job: OpenJob, { end, outcome }: Ended): Promise<Statement[]> {
  const { db, clock } = deps;
  const now = clock.now();
  const { applicationId } = job;
  if (applicationId === null) return [];
  const statements: Statement[] = [];
  if (job.kind === "deploy" && job.deploymentId) statements.push(...(await deploymentEnd(deps, job, { end, outcome })));
  const state = observedState(job, outcome);
  if (state) statements.push(setApplicationState(db, applicationId, { state: state.state, now }));
  if (state && state.live !== undefined) statements.push(...adoptObserved(db, applicationId, state.live));
  if (end.reconcile && job.serverId) {
    // Until somebody has looked, nobody knows what runs.
    statements.push(setApplicationState(db, applicationId, { state: "unknown", now }));
    if (job.kind !== "reconcile") statements.push(insertJob(db, reconcileJob(deps, job)));
  }
  return statements;
}

async function deploymentEnd(deps: Deps, job: OpenJob, { end, outcome }: Ended): Promise<Statement[]> {
  const { db, clock } = deps;
  const id = job.deploymentId ?? "";
  const now = clock.now();
  const result = outcome?.kind === "succeeded" && outcome.result.kind === "deploy" ? outcome.result : null;
  const change: readonly Statement[] = result
    ? activateRelease(db, { id, applicationId: job.applicationId ?? "" }, { ...result, now })
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

type Observed = { state: ApplicationState; live?: string | null };

function observedState({ kind }: OpenJob, outcome: JobOutcome | null): Observed | null {
  if (outcome?.kind !== "succeeded") return null;
  const { result } = outcome;
  if (result.kind === "deploy") return { state: "running" };
  if (result.kind !== "observed") return null;
  const state = result.state === "absent" ? "new" : result.state;
  // A stopped release is still the one that would serve; only a reconcile looked for which one that is.
  const isTold = kind === "reconcile" && (result.liveDeployment !== null || result.state === "absent");
  return isTold ? { state, live: result.liveDeployment } : { state };
}

/** The target of an application after a job whose end nobody saw. */
const reconcileJob = (deps: Deps, job: OpenJob) =>
  newJob(deps, {
    kind: "reconcile",
    teamId: job.teamId,
    runnerId: job.runnerId,
    ...(job.serverId ? { serverId: job.serverId } : {}),
    ...(job.applicationId ? { applicationId: job.applicationId } : {}),
    ...(job.deploymentId ? { deploymentId: job.deploymentId } : {}),
  });

function announce({ hub }: Deps, job: OpenJob, { status, outcome }: { status: string; outcome: JobOutcome | null }) {
  const { applicationId, deploymentId, teamId } = job;
  if (applicationId === null) return;
  if (job.kind === "deploy" && deploymentId)
    hub.publish(teamId, { type: "deployment", id: deploymentId, application: applicationId, status });
  hub.publish(teamId, {
    type: "application",
    id: applicationId,
    state: observedState(job, outcome)?.state ?? "unknown",
  });
}
