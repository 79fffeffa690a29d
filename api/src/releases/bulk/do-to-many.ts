import type { Deps } from "../../kit/deps.ts";
import { AppError, notFound } from "../../rules/errors.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import { deployApplication } from "../deployments/deploy-application.ts";
import { operateApplication } from "../deployments/operate-application.ts";
import type { BulkOrder, BulkSummary } from "./bulk.schemas.ts";
import { listNamed } from "./bulk.store.ts";

/**
 * Does the same to many applications. One that refuses stops none of the others; each has its own entry in the audit log, and its own job,
 * so that the queue deals with them as if they had been asked for one by one.
 */
export async function doToMany(deps: Deps, actor: Actor, { verb, ids }: BulkOrder): Promise<BulkSummary> {
  allowWithin(actor, verb === "deploy" ? "resource.deploy" : "resource.operate");
  const names = new Map((await listNamed(deps.db, actor.teamId, ids)).map(({ id, name }) => [id, name]));
  // Whoever names one that is not there may mean another team, or has a list of yesterday: nothing is begun then.
  if (names.size < ids.length) throw notFound("application");
  const items: BulkSummary["items"] = [];
  for (const id of ids) {
    const refusal = await attempt(deps, actor, { verb, id });
    items.push({ applicationId: id, name: names.get(id) ?? id, refusal });
  }
  return { items };
}

async function attempt(deps: Deps, actor: Actor, { verb, id }: { verb: BulkOrder["verb"]; id: string }) {
  try {
    if (verb === "deploy") await deployApplication(deps, actor, { id, input: { noCache: false } });
    else await operateApplication(deps, actor, { id, kind: verb });
    return null;
  } catch (error) {
    // What nobody foresaw is told as such, and not as one refusal among others.
    if (!(error instanceof AppError)) throw error;
    return error.message;
  }
}
