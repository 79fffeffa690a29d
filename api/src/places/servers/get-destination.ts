import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getDestination as getRow } from "./destinations.store.ts";

export async function getDestination({ db }: Pick<Deps, "db">, actor: Actor, { id }: { id: string }) {
  return allowOn(actor, "destination.view", getRow(db, actor.teamId, id));
}
