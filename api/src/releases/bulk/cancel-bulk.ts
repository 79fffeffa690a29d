import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { workLanes } from "../../kit/lanes/work-lanes.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { postponeBulk, readBulk, skipWaiting } from "./bulk.store.ts";
import { bulks } from "./work-bulks.ts";

/** Begins no more of its members. What was begun goes on, and can be cancelled where it is. */
export async function cancelBulk(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const row = await allowOn(actor, "bulk.operate", readBulk(deps.db, actor.teamId, id));
  const { db, clock, hub } = deps;
  if (row.state === "ended") throw conflict("bulk.ended", "This operation has ended already.");
  const now = clock.now();
  await runBatch(db, [
    skipWaiting(db, id, { reason: "The operation was cancelled before its turn came.", now }),
    postponeBulk(db, id, now),
    auditStatement(deps, actor, { action: "bulk.cancel", target: id, detail: { verb: row.verb } }),
  ]);
  hub.publish(actor.teamId, { type: "bulk", id, state: "running" });
  deps.background(() => workLanes(deps, bulks));
}
