import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import type { Actor } from "../../rules/permissions.ts";
import type { UpdateDestination } from "./destinations.schemas.ts";
import { getDestination, renameDestination } from "./destinations.store.ts";

export async function updateDestination(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateDestination }) {
  await allowOn(actor, "destination.configure", getDestination(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  await saveBatch(db, {
    save: renameDestination(db, actor.teamId, { id, ...set, now: clock.now() }),
    alongside: [auditStatement(deps, actor, { action: "destination.update", target: id, detail: { name: set.name } })],
  });
}
