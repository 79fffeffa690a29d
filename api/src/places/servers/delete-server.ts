import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { inPieces, pieceSize } from "../../kit/sql/in-pieces.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import {
  countResourcesOnServer,
  deleteEndedJobs,
  deleteServer as deleteStatement,
  getServerRow,
} from "./servers.store.ts";

const inUse = (count: number) =>
  conflict("server.in_use", `Delete the resources on this server first${count > 0 ? ` (${count})` : ""}.`);

/** Only a server without resources goes. Nothing is done on the machine: the proxy and its certificates stay there. */
export async function deleteServer(deps: Deps, actor: Actor, { id }: { id: string }): Promise<void> {
  const row = await allowOn(actor, "server.admin", getServerRow(deps.db, actor.teamId, id));
  const { db } = deps;
  const count = await countResourcesOnServer(db, actor.teamId, id);
  if (count > 0) throw inUse(count);
  await inPieces(() => deleteEndedJobs(db, actor.teamId, { serverId: id, limit: pieceSize }));
  // Applications restrict the deletion of their destination, so one made in this instant makes the batch fail.
  await refusing({ "foreign-key": () => inUse(0) }, () =>
    runBatch(db, [
      deleteStatement(db, actor.teamId, id),
      auditStatement(deps, actor, { action: "server.delete", target: id, detail: { name: row.name, host: row.host } }),
    ]),
  );
}
