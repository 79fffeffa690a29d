import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import { bySessionOnly } from "../../kit/http/by-session-only.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { notFound } from "../../rules/errors.ts";
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
