import { allowOn } from "../../kit/access/allow-on.ts";
import { locateDeployment } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { frozenPlace } from "../../kit/secrets/secret-places.ts";
import { readReleasable } from "../../resources/kinds/read-releasable.ts";
import { kindOf } from "../../resources/kinds/registry.ts";
import { checkRollback } from "../../rules/deployment.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getDeploymentRow, getFrozenRow } from "./deployments.store.ts";
import { enqueueDeployment } from "./enqueue-deployment.ts";

/**
 * Releases an earlier deployment again: its image, its variables and its settings, without a build. Pushes stop deploying by
 * themselves, or the next one would undo the rollback; the answer says so.
 */
export async function rollbackDeployment(deps: Deps, actor: Actor, { id }: { id: string }) {
  await allowOn(actor, "deployment.deploy", locateDeployment(deps.db, actor.teamId, id));
  const { db, clock, secrets } = deps;
  const { teamId } = actor;
  const [target, frozen] = await Promise.all([getDeploymentRow(db, teamId, id), getFrozenRow(db, teamId, id)]);
  const { resourceId } = target;
  const { rows, isAutomatic: autoDeploySwitchedOff } = await readReleasable(db, teamId, resourceId);
  checkRollback({ ...target, network: frozen.spec.network }, rows);
  const place = { ...frozenPlace(id), team: teamId };
  const { commit, commitSubject: subject, commitAuthor: author } = target;
  const { id: deploymentId } = await enqueueDeployment(deps, {
    teamId,
    resourceId,
    trigger: "rollback",
    commit,
    ...(commit ? { known: { sha: commit, subject, author } } : {}),
    createdBy: actor.userId,
    replay: {
      of: id,
      spec: frozen.spec,
      variables: await secrets.open(rows.wrappedKey, place, frozen.variables),
      image: target.image ?? "",
      configVersion: frozen.configVersion,
    },
    alongside: (deployment) => [
      ...(autoDeploySwitchedOff
        ? kindOf(resourceId).release.switchAutomaticOff(db, { teamId, id: resourceId, now: clock.now() })
        : []),
      auditStatement(deps, actor, {
        action: "deployment.rollback",
        target: deployment.id,
        detail: { to: id, autoDeploySwitchedOff },
      }),
    ],
  });
  return { deployment: await getDeploymentRow(db, teamId, deploymentId), autoDeploySwitchedOff };
}
