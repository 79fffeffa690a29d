import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getEnvironment as getRow } from "./environments.store.ts";

export async function getEnvironment({ db }: Pick<Deps, "db">, actor: Actor, { id }: { id: string }) {
  return allowOn(actor, "environment.view", getRow(db, actor.teamId, id));
}
