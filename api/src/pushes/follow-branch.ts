import type { Deps } from "../kit/deps.ts";
import { type DeploymentOrder, type Enqueued, enqueueDeployment } from "../releases/deployments/enqueue-deployment.ts";
import { pushKey, returnKey } from "../rules/deployment.ts";
import { findLatestFollowing } from "./inbox.store.ts";

export type Head = {
  ref: string;
  /** The commit that makes this head one event: what the forge answered, or what the push named. */
  sha: string;
  /** The forge itself said so; otherwise the runner takes the head it finds when it fetches. */
  isAsked: boolean;
};

/**
 * Deploys the head of a branch once, however often it is told of. A branch that was moved back to a commit deployed before is a
 * new event, but only when the forge itself says so: an old delivery that comes again must never bring an old version back.
 */
export async function followBranch(
  deps: Deps,
  order: Pick<DeploymentOrder, "teamId" | "resourceId" | "trigger" | "known" | "deliveryId">,
  { ref, sha, isAsked }: Head,
): Promise<Enqueued> {
  const commit = isAsked ? sha : null;
  const known = order.known ?? { sha, subject: null, author: null };
  const first = await enqueueDeployment(deps, { ...order, commit, known, naturalKey: pushKey(ref, sha) });
  if (first.isNew || !isAsked) return first;
  const latest = await findLatestFollowing(deps.db, order.resourceId);
  if (!latest || latest.commit === sha) return first;
  return enqueueDeployment(deps, { ...order, commit, known, naturalKey: returnKey({ ref, sha }, latest.id) });
}
