import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getRegistry as getRow } from "./registries.store.ts";

export async function getRegistry({ db }: Pick<Deps, "db">, actor: Actor, { id }: { id: string }) {
  return allowOn(actor, "registry.view", getRow(db, actor.teamId, id));
}
