import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import { bySessionOnly } from "../../kit/http/by-session-only.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
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
