import type { Deps } from "../deps.ts";
import type { Person } from "../http/api-env.ts";
import { bySessionOnly } from "./by-session-only.ts";
import type { UpdateMe } from "./identity.schemas.ts";
import { updateUserName } from "./identity.store.ts";
import { readMe } from "./read-me.ts";

export async function updateMe(deps: Deps, person: Person, { name }: UpdateMe) {
  bySessionOnly(person);
  await updateUserName(deps.db, person.userId, { name, now: new Date(deps.clock.now()) });
  return readMe(deps, { ...person, name });
}
