import type { Deps } from "../../kit/deps.ts";
import type { PageQuery } from "../../kit/http/page.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import { listProjectRows } from "./projects.store.ts";

export async function listProjects({ db }: Pick<Deps, "db">, actor: Actor, page: PageQuery) {
  const reach = allowWithin(actor, "project.view");
  return listProjectRows(db, reach, page);
}
