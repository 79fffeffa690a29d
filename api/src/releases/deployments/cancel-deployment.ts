import { allowOn } from "../../kit/access/allow-on.ts";
import { locateDeployment } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import type { Written } from "../../kit/write/run-batch.ts";
import { cancelMove } from "../../rules/deployment.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import {
  cancelQueuedJob,
  type DeploymentRow,
  findDeployJob,
  getDeploymentRow,
  moveDeployment,
  requestCancel,
} from "./deployments.store.ts";

/** Between the read and the write the runner may claim or go live; then it is read again. */
const maxRaces = 5;

/** A queued deployment ends at once; a running one when the runner has stopped it; one that already serves is not cancelled. */
export async function cancelDeployment(deps: Deps, actor: Actor, { id }: { id: string }): Promise<DeploymentRow> {
  await allowOn(actor, "deployment.deploy", locateDeployment(deps.db, actor.teamId, id));
  const { db, hub } = deps;
  for (let race = 0; race < maxRaces; race++) {
    const row = await getDeploymentRow(db, actor.teamId, id);
    const move = cancelMove(row.status);
    if (move === "asked") return row;
    const statements = move === "close" ? await closing(deps, actor, id) : asking(deps, actor, id);
    if (!(await runBatchIf(db, statements))) continue;
    const after = await getDeploymentRow(db, actor.teamId, id);
    hub.publish(actor.teamId, { type: "deployment", id, application: row.applicationId, status: after.status });
    return after;
  }
  throw conflict("deployment.busy", "The deployment is changing at this moment. Try again.");
}

async function closing(deps: Deps, actor: Actor, id: string): Promise<Written[]> {
  const { db, clock } = deps;
  const { teamId } = actor;
  const now = clock.now();
  const job = await findDeployJob(db, teamId, id);
  // An attempt that broke may have left something at the target.
  const hasBegun = job && job.attempt > 0 && job.serverId && job.applicationId;
  return [
    cancelQueuedJob(db, teamId, { deploymentId: id, now }),
    ifChanged(db),
    moveDeployment(db, teamId, { id, from: "queued", to: "cancelled", finishedAt: now }),
    ...(hasBegun
      ? [insertJob(db, newJob(deps, { kind: "reconcile", teamId, ...hasBegunOrder(job), deploymentId: id }))]
      : []),
    auditStatement(deps, actor, { action: "deployment.cancel", target: id }),
  ];
}

const hasBegunOrder = (job: { runnerId: string; serverId: string | null; applicationId: string | null }) => ({
  runnerId: job.runnerId,
  serverId: job.serverId ?? "",
  applicationId: job.applicationId ?? "",
});

function asking(deps: Deps, actor: Actor, id: string): Written[] {
  const { db, clock } = deps;
  return [
    requestCancel(db, actor.teamId, { deploymentId: id, now: clock.now() }),
    ifChanged(db),
    moveDeployment(db, actor.teamId, { id, from: "running", to: "cancelling", finishedAt: null }),
    ifChanged(db),
    auditStatement(deps, actor, { action: "deployment.cancel", target: id }),
  ];
}
