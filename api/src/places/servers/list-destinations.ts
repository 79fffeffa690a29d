import type { Deps } from "../../kit/deps.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import type { DestinationQuery } from "./destinations.schemas.ts";
import { listDestinations as listRows } from "./destinations.store.ts";

export async function listDestinations({ db }: Pick<Deps, "db">, actor: Actor, page: DestinationQuery) {
  const reach = allowWithin(actor, "destination.view");
  return listRows(db, reach, page);
}
