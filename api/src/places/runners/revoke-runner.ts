import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getRunner, updateRunner } from "./runners.store.ts";

/** Takes the credential back at once; the sweeper ends what the runner still held. Revoking twice changes nothing. */
export async function revokeRunner(deps: Deps, actor: Actor, { id }: { id: string }) {
  const runner = await allowOn(actor, "runner.secrets", getRunner(deps.db, actor.teamId, id));
  const { db, clock, hub } = deps;
  if (runner.revokedAt !== null) return runner;
  await runBatch(db, [
    updateRunner(db, actor.teamId, { id, set: { revokedAt: clock.now() } }),
    auditStatement(deps, actor, { action: "runner.revoke", target: id, detail: { name: runner.name } }),
  ]);
  hub.publish(actor.teamId, { type: "runner", id });
  // A waiting claim must come back and find that it may not have a job.
  hub.wakeRunner(id);
  return getRunner(db, actor.teamId, id);
}
