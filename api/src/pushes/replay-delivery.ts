import { auditStatement } from "../kit/audit/audit-log.ts";
import type { Deps } from "../kit/deps.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { type Actor, allow } from "../rules/permissions.ts";
import { getDeliveryRow, insertReplay } from "./deliveries.store.ts";
import { kickInbox } from "./kick-inbox.ts";

/** Decides a delivery once more, as a new row beside the old one. What was deployed already is not deployed again. */
export async function replayDelivery(deps: Deps, actor: Actor, { id }: { id: string }) {
  allow(actor, "delivery.replay");
  const { db, ids, clock } = deps;
  const { teamId, sourceId, event, body } = await getDeliveryRow(db, actor.teamId, id);
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
