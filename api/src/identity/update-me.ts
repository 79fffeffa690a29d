import { personAudit } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import type { Person } from "../http/api-env.ts";
import { runBatch } from "../statement.ts";
import { bySessionOnly } from "./by-session-only.ts";
import type { UpdateMe } from "./identity.schemas.ts";
import { updateUserName } from "./identity.store.ts";
import { readMe } from "./read-me.ts";

export async function updateMe(deps: Deps, person: Person, { name }: UpdateMe) {
  bySessionOnly(person);
  const { userId, requestId } = person;
  await runBatch(deps.db, [
    updateUserName(deps.db, userId, { name, now: new Date(deps.clock.now()) }),
    personAudit(deps, { userId, teamId: null, requestId }, { action: "person.update", target: userId }),
  ]);
  return readMe(deps, { ...person, name });
}
