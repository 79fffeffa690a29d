import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { conflict, invalidField } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { trashDays } from "../../rules/volumes.ts";
import { getVolume } from "./get-volume.ts";
import { getVolume as getRow, listUsers, trash } from "./volumes.store.ts";

/** The files stay as they are for a week. */
export async function trashVolume(deps: Deps, actor: Actor, { id, name }: { id: string; name: string }) {
  const row = await allowOn(actor, "volume.admin", getRow(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  const { teamId } = actor;
  if (name !== row.name) throw invalidField("name", `must be ${row.name}, the name of the volume, to remove it`);
  const refuseMounted = async () => {
    const [user] = await listUsers(db, teamId, [id]);
    if (user)
      throw conflict(
        "volume.mounted",
        `${user.name} mounts ${row.name} at ${user.path}. Take it away there and deploy, then remove it.`,
      );
  };
  await refuseMounted();
  const now = clock.now();
  const isMoved = await runBatchIf(db, [
    trash(db, { teamId, id, now, purgeAt: now + trashDays * 86_400_000 }),
    ifChanged(db),
    auditStatement(deps, actor, { action: "volume.trash", target: id, detail: { name } }),
  ]);
  if (!isMoved) await refuseMounted();
  if (!isMoved) throw conflict("volume.in_trash", `${row.name} is in the trash already.`);
  return getVolume(deps, actor, { id });
}
