import { personAudit } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import type { Person } from "../http/api-env.ts";
import { saveBatch } from "../save-batch.ts";
import { bySessionOnly } from "./by-session-only.ts";
import type { UpdateMe } from "./identity.schemas.ts";
import { updateUserName } from "./identity.store.ts";

export async function updateMe(deps: Deps, person: Person, set: UpdateMe): Promise<void> {
  bySessionOnly(person);
  const { userId, requestId } = person;
  await saveBatch(deps.db, {
    save: updateUserName(deps.db, userId, { ...set, now: new Date(deps.clock.now()) }),
    alongside: [personAudit(deps, { userId, teamId: null, requestId }, { action: "person.update", target: userId })],
  });
}
