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
import { cancelQueuedJobs, listBegun, moveCancelled, requestCancel } from "./cancel.store.ts";
import { type DeploymentRow, getDeploymentRow } from "./deployments.store.ts";

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
    const statements = await cancelling(deps, actor, { id, from: move === "close" ? "queued" : "running" });
    if (!(await runBatchIf(db, statements))) continue;
    const after = await getDeploymentRow(db, actor.teamId, id);
    hub.publish(actor.teamId, { type: "deployment", id, application: row.resourceId, status: after.status });
    return after;
  }
  throw conflict("deployment.busy", "The deployment is changing at this moment. Try again.");
}

/** `asking` and `closing` go together: of several targets some run and others wait. */
async function cancelling(deps: Deps, actor: Actor, { id, from }: { id: string; from: "queued" | "running" }) {
  const { db, clock } = deps;
  const { teamId } = actor;
  const of = { deploymentId: id, now: clock.now() };
  const looks = (await listBegun(db, teamId, id)).flatMap(({ runnerId, serverId, resourceId }) =>
    serverId ? [newJob(deps, { kind: "reconcile", teamId, runnerId, serverId, resourceId, deploymentId: id })] : [],
  );
  return [
    ...requestCancel(db, teamId, of),
    ...cancelQueuedJobs(db, teamId, of),
    moveCancelled(db, teamId, { id, from, now: of.now }),
    ifChanged(db),
    ...looks.map((look) => insertJob(db, look)),
    auditStatement(deps, actor, { action: "deployment.cancel", target: id }),
  ] satisfies Written[];
}
