import { allowOn } from "../kit/access/allow-on.ts";
import type { Deps } from "../kit/deps.ts";
import type { Actor } from "../rules/permissions.ts";
import { getSource as getRow } from "./sources.store.ts";

export async function getSource({ db }: Pick<Deps, "db">, actor: Actor, { id }: { id: string }) {
  return allowOn(actor, "source.view", getRow(db, actor.teamId, id));
}
