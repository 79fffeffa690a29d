import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import { bySessionOnly } from "../../kit/http/by-session-only.ts";
import { forgive, throttle } from "../../kit/http/throttle.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { invalidField } from "../../rules/errors.ts";
import { endingTokens } from "./end-tokens.ts";
import type { ChangePassword } from "./identity.schemas.ts";
import { deleteOtherSessions, deleteResetsOf, findPasswordHash, updatePassword } from "./identity.store.ts";
import { passwordChanged } from "./password-changed-mail.ts";

/** Needs the current password; every other session and every open reset ends in the same batch, API tokens by choice. */
export async function changePassword(deps: Deps, person: Person, { current, password, endTokens }: ChangePassword) {
  bySessionOnly(person);
  const { db, clock, auth } = deps;
  await throttle(deps, "password:person", { subject: person.userId });
  const known = await findPasswordHash(db, person.userId);
  if (!known || !(await auth.isPassword(current, known))) throw invalidField("current", "is not your password");
  await forgive(deps, "password:person", { subject: person.userId });
  const { userId, requestId } = person;
  const ending = endTokens ? await endingTokens(deps, { userId, requestId }) : { statements: [], count: 0 };
  await runBatch(db, [
    updatePassword(db, userId, { hash: await auth.hashPassword(password), now: new Date(clock.now()) }),
    deleteOtherSessions(db, userId, { keep: person.credentialId }),
    deleteResetsOf(db, userId),
    personAudit(deps, { userId, teamId: null, requestId }, { action: "password.change", target: userId }),
    ...ending.statements,
  ]);
  passwordChanged(deps, { userId, ended: ending.count });
  return { ended: ending.count };
}
