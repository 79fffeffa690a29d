import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getVolume } from "./get-volume.ts";
import { getVolume as getRow, restore } from "./volumes.store.ts";

export async function restoreVolume(deps: Deps, actor: Actor, { id }: { id: string }) {
  const { name, state } = await allowOn(actor, "volume.configure", getRow(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  const isMoved = await runBatchIf(db, [
    restore(db, { teamId: actor.teamId, id, now: clock.now() }),
    ifChanged(db),
    auditStatement(deps, actor, { action: "volume.restore", target: id, detail: { name } }),
  ]);
  if (!isMoved)
    throw conflict(
      "volume.not_in_trash",
      state === "active" ? `${name} is not in the trash.` : `${name} is being removed from its server already.`,
    );
  return getVolume(deps, actor, { id });
}
