import { personAudit } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../domain/errors.ts";
import type { Person } from "../http/api-env.ts";
import { ifChanged, runBatchIf } from "../if-changed.store.ts";
import { runBatch } from "../statement.ts";
import { bySessionOnly } from "./by-session-only.ts";
import { deleteOtherSessions, deleteSession } from "./identity.store.ts";

export async function revokeSession(deps: Deps, person: Person, { id }: { id: string }) {
  bySessionOnly(person);
  const { userId, requestId } = person;
  const isRevoked = await runBatchIf(deps.db, [
    deleteSession(deps.db, userId, id),
    ifChanged(deps.db),
    personAudit(deps, { userId, teamId: null, requestId }, { action: "session.revoke", target: id }),
  ]);
  if (!isRevoked) throw notFound("session");
}

export async function revokeOtherSessions(deps: Deps, person: Person) {
  bySessionOnly(person);
  const { userId, requestId } = person;
  await runBatch(deps.db, [
    deleteOtherSessions(deps.db, userId, { keep: person.credentialId }),
    personAudit(deps, { userId, teamId: null, requestId }, { action: "session.revoke_others", target: userId }),
  ]);
}
