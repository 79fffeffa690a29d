import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { inPieces, pieceSize } from "../../kit/sql/in-pieces.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import { deleteOldNotifications, deleteChannel as deleteStatement, getChannelRow } from "./notifications.store.ts";

/** What still waits to be sent through it goes with it. */
export async function deleteChannel(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const row = await allowOn(actor, "channel.admin", getChannelRow(deps.db, actor.teamId, id));
  const { db } = deps;
  await inPieces(() => deleteOldNotifications(db, actor.teamId, { channelId: id, limit: pieceSize }));
  await runBatch(db, [
    deleteStatement(db, actor.teamId, id),
    auditStatement(deps, actor, { action: "channel.delete", target: id, detail: { name: row.name } }),
  ]);
}
