import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Client, Deps } from "../../kit/deps.ts";
import { throttle } from "../../kit/http/throttle.ts";
import { hashToken } from "../../kit/tokens/token-text.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { forbidden } from "../../rules/errors.ts";
import { endingTokens } from "./end-tokens.ts";
import type { ResetPassword } from "./identity.schemas.ts";
import { deleteOtherSessions, deleteReset, deleteResetsOf, findReset, updatePassword } from "./identity.store.ts";
import { passwordChanged } from "./password-changed-mail.ts";

const closed = () => forbidden("reset.closed", "This link was used or has expired. Ask for a new one.");

/** The token works once; every session and API token of the person ends with the old password, all in one batch. */
export async function resetPassword(
  deps: Deps,
  { token, password, keepTokens }: ResetPassword,
  by: { client: Client; requestId: string },
) {
  const { db, clock, auth } = deps;
  await throttle(deps, "token-in-body:address", { subject: by.client.ip });
  const hash = await auth.hashPassword(password);
  const tokenHash = await hashToken(token);
  const reset = await findReset(db, tokenHash);
  if (!reset || reset.expiresAt.getTime() <= clock.now()) throw closed();
  const { userId } = reset;
  const { requestId } = by;
  const ending = keepTokens ? { statements: [], count: 0 } : await endingTokens(deps, { userId, requestId });
  const isReset = await runBatchIf(db, [
    deleteReset(db, tokenHash),
    ifChanged(db),
    updatePassword(db, userId, { hash, now: new Date(clock.now()) }),
    deleteOtherSessions(db, userId, { keep: null }),
    deleteResetsOf(db, userId),
    personAudit(deps, { userId, teamId: null, requestId }, { action: "password.reset", target: userId }),
    ...ending.statements,
  ]);
  if (!isReset) throw closed();
  passwordChanged(deps, { userId, ended: ending.count });
  return { ended: ending.count };
}
