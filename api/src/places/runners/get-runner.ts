import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getRunner as getRow } from "./runners.store.ts";

export async function getRunner({ db }: Pick<Deps, "db">, actor: Actor, { id }: { id: string }) {
  return allowOn(actor, "runner.view", getRow(db, actor.teamId, id));
}
