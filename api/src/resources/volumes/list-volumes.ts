import type { Deps } from "../../kit/deps.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import type { VolumeQuery } from "./volumes.schemas.ts";
import { listVolumes as listRows, listUsers } from "./volumes.store.ts";

export async function listVolumes({ db }: Pick<Deps, "db">, actor: Actor, query: VolumeQuery) {
  allowInTeam(actor, "volume.view");
  const rows = await listRows(db, actor.teamId, query);
  const users =
    rows.length === 0
      ? []
      : await listUsers(
          db,
          actor.teamId,
          rows.map(({ id }) => id),
        );
  return { rows, users };
}
