import type { Deps } from "../../kit/deps.ts";
import { type Actor, allowWithin } from "../../rules/permissions.ts";
import type { BulkChoice, BulkPreview } from "./bulk.schemas.ts";
import { chooseMembers } from "./choose-members.ts";

/** What an operation would be about, and who of them would be skipped and why. Nothing is begun. */
export async function previewBulk(deps: Deps, actor: Actor, choice: BulkChoice): Promise<BulkPreview> {
  const reach = allowWithin(actor, "resource.view");
  if (choice.tag === undefined) return { items: [] };
  return { items: await chooseMembers(deps, { actor, reach, choice }) };
}
