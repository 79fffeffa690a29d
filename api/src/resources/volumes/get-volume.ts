import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { toVolumeView } from "./to-volume-view.ts";
import { getVolume as getRow, listUsers } from "./volumes.store.ts";

export async function getVolume({ db }: Pick<Deps, "db">, actor: Actor, { id }: { id: string }) {
  const row = await allowOn(actor, "volume.view", getRow(db, actor.teamId, id));
  return toVolumeView(row, await listUsers(db, actor.teamId, [id]));
}
