import type { Database } from "@fairlead/db";
import { conflict } from "../../rules/errors.ts";
import { holderKindOf } from "../../rules/variable-holder.ts";
import { listBereft, listTies, listUsers, type UserRow } from "./references.store.ts";

const sentence = (users: readonly UserRow[]) =>
  users.map(({ key, holderName }) => `${key} of ${holderName}`).join(", ");

/** A name stays while something refers to it that would find nothing without it. `withOwn`: what the same holder holds counts too. */
export async function refuseReferred(
  db: Database,
  teamId: string,
  { holderId, keys, withOwn }: { holderId: string; keys: readonly string[]; withOwn: boolean },
): Promise<void> {
  if (keys.length === 0) return;
  const users =
    holderKindOf(holderId) === "resource"
      ? await listUsers(db, teamId, { resourceId: holderId, keys, withOwn })
      : await listBereft(db, teamId, { holderId, keys });
  if (users.length > 0)
    throw conflict(
      "variable.in_use",
      `Variables refer to ${keys.length === 1 ? keys[0] : "what would go"}: ${sentence(users)}. Change them first.`,
    );
}

/** A resource stays while variables of others refer to its own. */
export async function refuseReferredResource(db: Database, teamId: string, id: string): Promise<void> {
  const users = await listUsers(db, teamId, { resourceId: id });
  if (users.length > 0)
    throw conflict(
      "resource.referred",
      `Variables refer to those of this resource: ${sentence(users)}. Change them first.`,
    );
}

/** References are of one environment: who leaves it would be looked for in vain, or look in vain. */
export async function refuseMovingReferred(db: Database, teamId: string, id: string): Promise<void> {
  await refuseReferredResource(db, teamId, id);
  const ties = await listTies(db, teamId, { resourceId: id });
  if (ties.length > 0)
    throw conflict(
      "resource.refers",
      `Its variables refer to those of other resources of this environment: ${ties.map(({ key }) => key).join(", ")}. Change them first.`,
    );
}
