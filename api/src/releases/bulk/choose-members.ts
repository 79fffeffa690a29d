import { mostOfABulk, tagKey } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { conflict, notFound } from "../../rules/errors.ts";
import type { Actor, Reach } from "../../rules/permissions.ts";
import type { BulkChoice, BulkPreview } from "./bulk.schemas.ts";
import { type Candidate, findNamed, findTagged } from "./candidates.store.ts";
import { judgeCandidate } from "./judge-candidate.ts";

/** Whom an operation is about, each with what is known beforehand against it. */
export async function chooseMembers(
  deps: Deps,
  { actor, reach, choice }: { actor: Actor; reach: Reach; choice: BulkChoice },
): Promise<BulkPreview["items"]> {
  const found = choice.ids ? await named(deps, reach, choice.ids) : await tagged(deps, reach, choice);
  return found.map((each) => ({
    resourceId: each.id,
    name: each.name,
    refusal: judgeCandidate(actor, choice.verb, each),
  }));
}

async function named({ db }: Deps, reach: Reach, ids: readonly string[]): Promise<Candidate[]> {
  const found = new Map((await findNamed(db, reach, ids)).map((each) => [each.id, each]));
  // Whoever names one that is not there may mean another team, or has a list of yesterday: nothing is begun then.
  if (found.size < ids.length) throw notFound("resource");
  return ids.flatMap((id) => found.get(id) ?? []);
}

async function tagged({ db }: Deps, reach: Reach, { tag = "", projectId, environmentId }: BulkChoice) {
  const key = tagKey(tag);
  const found = await findTagged(db, reach, { key, projectId, environmentId, limit: mostOfABulk + 1 });
  if (found.length > mostOfABulk)
    throw conflict(
      "bulk.too_many",
      `More than ${mostOfABulk} resources carry the tag ${JSON.stringify(tag)}. Choose a project or an environment, or another tag.`,
    );
  return found;
}
