import { allowOn } from "../../kit/access/allow-on.ts";
import { locateDeployment } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getDeploymentRow } from "./deployments.store.ts";
import { enqueueDeployment } from "./enqueue-deployment.ts";

/** The commit of an earlier deployment again, with the settings of today. Nothing of the earlier one is reused. */
export async function redeploy(deps: Deps, actor: Actor, { id }: { id: string }) {
  await allowOn(actor, "deployment.deploy", locateDeployment(deps.db, actor.teamId, id));
  const earlier = await getDeploymentRow(deps.db, actor.teamId, id);
  const { commit, commitSubject: subject, commitAuthor: author } = earlier;
  const { id: deploymentId } = await enqueueDeployment(deps, {
    teamId: actor.teamId,
    resourceId: earlier.resourceId,
    trigger: "redeploy",
    commit,
    ...(commit ? { known: { sha: commit, subject, author } } : {}),
    createdBy: actor.userId,
    alongside: (deployment) => [
      auditStatement(deps, actor, { action: "deployment.redeploy", target: deployment.id, detail: { of: id } }),
    ],
  });
  return getDeploymentRow(deps.db, actor.teamId, deploymentId);
}
