import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getResourceRow } from "../resources.store.ts";
import type { TagSet } from "./tags.schemas.ts";
import { tagNamesOf } from "./tags.store.ts";

/** The set of one resource, with the revision to save it from. */
export async function readTags({ db }: Deps, actor: Actor, { id }: { id: string }): Promise<TagSet> {
  await allowOn(actor, "resource.view", locateResource(db, actor.teamId, id));
  const { tagsRevision: revision } = await getResourceRow(db, actor.teamId, id);
  const rows = await tagNamesOf(db, actor.teamId, id);
  return { tags: rows.map(({ name }) => name), revision };
}
