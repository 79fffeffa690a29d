import { allowOn } from "../kit/access/allow-on.ts";
import { auditStatement } from "../kit/audit/audit-log.ts";
import type { Deps } from "../kit/deps.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { getRunner } from "../places/runners/runners.store.ts";
import { conflict, invalidField } from "../rules/errors.ts";
import type { Actor } from "../rules/permissions.ts";
import { deployKeyJob } from "./deploy-key-job.ts";
import type { MakeDeployKey } from "./sources.schemas.ts";
import { getSource, updateSource } from "./sources.store.ts";

/** Asks a runner for the deploy key of a source; the public line appears in the source once it answered. */
export async function makeDeployKey(deps: Deps, actor: Actor, { id, input }: { id: string; input: MakeDeployKey }) {
  const row = await allowOn(actor, "source.secrets", getSource(deps.db, actor.teamId, id));
  const { db, clock, hub } = deps;
  const { teamId } = actor;
  if (row.auth !== "deploy-key")
    throw conflict("source.no_deploy_key", "This source does not sign in with a deploy key. Change its sign-in first.");
  const runnerId = input.runnerId ?? row.deployKeyRunnerId;
  if (runnerId === null) throw invalidField("runnerId", "name the runner that makes and keeps the key");
  await getRunner(db, teamId, runnerId);
  const set = { deployKeyRunnerId: runnerId, deployKeyPublic: null, updatedAt: clock.now() };
  await runBatch(db, [
    updateSource(db, teamId, { id, set }),
    deployKeyJob(deps, { teamId, sourceId: id, runnerId }),
    auditStatement(deps, actor, { action: "source.deploy_key", target: id, detail: { runner: runnerId } }),
  ]);
  hub.wakeRunner(runnerId);
  return getSource(db, teamId, id);
}
