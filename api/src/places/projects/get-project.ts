import { allowOn } from "../../kit/access/allow-on.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getProjectRow } from "./projects.store.ts";

export async function getProject({ db }: Pick<Deps, "db">, actor: Actor, { id }: { id: string }) {
  return allowOn(actor, "project.view", getProjectRow(db, actor.teamId, id));
}
