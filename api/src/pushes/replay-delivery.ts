import { allowOn } from "../kit/access/allow-on.ts";
import { auditStatement } from "../kit/audit/audit-log.ts";
import type { Deps } from "../kit/deps.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import type { Actor } from "../rules/permissions.ts";
import { getDeliveryRow, insertReplay } from "./deliveries.store.ts";
import { kickInbox } from "./kick-inbox.ts";

/** Decides a delivery once more, as a new row beside the old one. What was deployed already is not deployed again. */
export async function replayDelivery(deps: Deps, actor: Actor, { id }: { id: string }) {
  const row = await allowOn(actor, "delivery.deploy", getDeliveryRow(deps.db, actor.teamId, id));
  const { db, ids, clock } = deps;
  const { teamId, sourceId, event, body } = row;
  const now = clock.now();
  const replayId = ids.next("delivery");
  await runBatch(db, [
    insertReplay(db, {
      id: replayId,
      teamId,
      sourceId,
      deliveryKey: `replay:${replayId}`,
      event,
      state: "received",
      body,
      decisions: [],
      nextAttemptAt: now,
      replayOf: id,
      createdAt: now,
    }),
    auditStatement(deps, actor, { action: "delivery.replay", target: id, detail: { replay: replayId } }),
  ]);
  kickInbox(deps, actor);
  return getDeliveryRow(db, actor.teamId, replayId);
}
