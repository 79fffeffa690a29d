import type { Deps } from "../../kit/deps.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import { countTags } from "./tags.store.ts";

/** The tags of a team: as many as the limit lets there be, so no pages. */
export async function listTags({ db }: Deps, actor: Actor) {
  const reach = allowWithin(actor, "resource.view");
  const rows = await countTags(db, reach);
  return { items: rows.map(({ tag, count }) => ({ tag, count })) };
}
