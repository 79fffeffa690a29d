import { allowOn } from "../../kit/access/allow-on.ts";
import { locateDeployment } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getLogJob, type LogPlace } from "./logs.store.ts";
import { readLog } from "./read-log.ts";

/** `server`: of several the one that is meant; the first unless it is named. */
type One = { id: string; server?: string | undefined };

/** One page of a deployment's log. */
export async function getLog(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { id, ...page }: One & { after: LogPlace; limit: number },
) {
  await allowOn(actor, "deployment.view", locateDeployment(db, actor.teamId, id));
  return readLog({ db }, actor.teamId, { deploymentId: id, ...page });
}

/** Asked once, before a log is sent as it comes: whose it is. */
export async function openLog({ db }: Pick<Deps, "db">, actor: Actor, { id, server }: One) {
  await allowOn(actor, "deployment.view", locateDeployment(db, actor.teamId, id));
  return getLogJob(db, actor.teamId, { deploymentId: id, server });
}
