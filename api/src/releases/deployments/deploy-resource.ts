import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Written } from "../../kit/write/run-batch.ts";
import { readReleasable } from "../../resources/kinds/read-releasable.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { StartDeployment } from "./deployments.schemas.ts";
import { getDeploymentRow } from "./deployments.store.ts";
import { enqueueDeployment } from "./enqueue-deployment.ts";

/** `alongside`: belongs into the batch that queues it. */
type Order = { id: string; input: StartDeployment; alongside?: (of: { deploymentId: string }) => Written[] };

/** Deploys the head of the branch, the commit given, or the image. Asking twice is two deployments. */
export async function deployResource(deps: Deps, actor: Actor, { id, input, alongside }: Order) {
  await allowOn(actor, "resource.deploy", locateResource(deps.db, actor.teamId, id));
  if (input.commit) await checkHasRepository(deps, actor, id);
  const { id: deploymentId } = await enqueueDeployment(deps, {
    teamId: actor.teamId,
    resourceId: id,
    trigger: actor.via === "token" ? "api" : "manual",
    commit: input.commit ?? null,
    noCache: input.noCache,
    createdBy: actor.userId,
    alongside: (deployment) => [
      ...(alongside?.({ deploymentId: deployment.id }) ?? []),
      auditStatement(deps, actor, {
        action: "deployment.run",
        target: deployment.id,
        detail: { resourceId: id, number: deployment.number, commit: input.commit ?? null },
      }),
    ],
  });
  return getDeploymentRow(deps.db, actor.teamId, deploymentId);
}

async function checkHasRepository({ db }: Deps, actor: Actor, id: string) {
  const { rows, isFromGit } = await readReleasable(db, actor.teamId, id);
  if (isFromGit) return;
  const { kind } = rows.resource;
  throw conflict("resource.no_repository", `This ${kind} runs an image: a commit cannot be chosen.`);
}
