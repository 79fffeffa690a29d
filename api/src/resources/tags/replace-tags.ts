import { tagKey } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { invalidField } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { refuseWhileRemoving } from "../refuse-while-removing.ts";
import { getResourceRow } from "../resources.store.ts";
import type { ReplaceTags } from "./tags.schemas.ts";
import { deleteTags, insertTags, touchTags } from "./tags.store.ts";

/** Each with what it is compared by; two that are one are refused, so that nobody looks for the one that went. */
function keyed(tags: readonly string[]): { key: string; name: string }[] {
  const seen = new Map<string, string>();
  return tags.map((name, index) => {
    const key = tagKey(name);
    const other = seen.get(key);
    if (other !== undefined)
      throw invalidField(`tags.${index}`, `is the same tag as ${JSON.stringify(other)}: capitals make no other one`);
    seen.set(key, name);
    return { key, name };
  });
}

/** Makes the given tags the whole set of a resource. Nothing of it waits for a deployment. */
export async function replaceTags(deps: Deps, actor: Actor, { id, input }: { id: string; input: ReplaceTags }) {
  await allowOn(actor, "resource.configure", locateResource(deps.db, actor.teamId, id));
  const { db, clock, hub } = deps;
  const { teamId } = actor;
  const row = await getResourceRow(db, teamId, id);
  refuseWhileRemoving(row);
  const rows = keyed(input.tags).map((tag) => ({ ...tag, resourceId: id, teamId }));
  await saveBatch(db, {
    save: touchTags(db, teamId, { id, revision: input.revision, now: clock.now() }),
    alongside: [
      deleteTags(db, teamId, id),
      ...(rows.length > 0 ? [insertTags(db, rows), withinLimit("tags", actor, deps)] : []),
      auditStatement(deps, actor, {
        action: "tags.replace",
        target: id,
        detail: { name: row.name, tags: rows.map(({ name }) => name).join(", ") },
      }),
    ],
  });
  hub.publish(teamId, resourceEvent(id, row.state));
}
