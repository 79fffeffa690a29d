import type { Deps } from "../../kit/deps.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import type { EnvironmentQuery } from "./environments.schemas.ts";
import { listEnvironments as listRows } from "./environments.store.ts";

export async function listEnvironments({ db }: Pick<Deps, "db">, actor: Actor, page: EnvironmentQuery) {
  const reach = allowWithin(actor, "environment.view");
  return listRows(db, reach, page);
}
