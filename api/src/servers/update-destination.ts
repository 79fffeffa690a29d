import { auditStatement } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { runBatch } from "../statement.ts";
import { getDestination, renameDestination } from "./destinations.store.ts";

export async function updateDestination(deps: Deps, actor: Actor, { id, name }: { id: string; name: string }) {
  allow(actor, "server.write");
  const { db, clock } = deps;
  await getDestination(db, actor.teamId, id);
  await runBatch(db, [
    renameDestination(db, actor.teamId, { id, name, now: clock.now() }),
    auditStatement(deps, actor, { action: "destination.update", target: id, detail: { name } }),
  ]);
  return getDestination(db, actor.teamId, id);
}
