import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { inPieces, pieceSize } from "../../kit/sql/in-pieces.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { type Actor, allow } from "../../rules/permissions.ts";
import { deleteOldNotifications, deleteChannel as deleteStatement, getChannelRow } from "./notifications.store.ts";

/** What still waits to be sent through it goes with it. */
export async function deleteChannel(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  allow(actor, "channel.write");
  const { db } = deps;
  const row = await getChannelRow(db, actor.teamId, id);
  await inPieces(() => deleteOldNotifications(db, actor.teamId, { channelId: id, limit: pieceSize }));
  await runBatch(db, [
    deleteStatement(db, actor.teamId, id),
    auditStatement(deps, actor, { action: "channel.delete", target: id, detail: { name: row.name } }),
  ]);
}
