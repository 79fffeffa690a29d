import { personAudit } from "../audit-log.ts";
import type { Client, Deps } from "../deps.ts";
import { forbidden } from "../domain/errors.ts";
import { throttle } from "../http/throttle.ts";
import { runBatch } from "../statement.ts";
import { hashToken } from "../tokens/token-text.ts";
import type { ResetPassword } from "./identity.schemas.ts";
import { deleteOtherSessions, takeReset, updatePassword } from "./identity.store.ts";

/** The token works once; every session of the person ends with the old password. */
export async function resetPassword(
  deps: Deps,
  { token, password }: ResetPassword,
  by: { client: Client; requestId: string },
) {
  const { db, clock, auth } = deps;
  await throttle(deps, "token-in-body:address", { subject: by.client.ip });
  const hash = await auth.hashPassword(password);
  const reset = await takeReset(db, await hashToken(token));
  if (!reset || reset.expiresAt.getTime() <= clock.now()) {
    throw forbidden("reset.closed", "This link was used or has expired. Ask for a new one.");
  }
  const { userId } = reset;
  await runBatch(db, [
    updatePassword(db, userId, { hash, now: new Date(clock.now()) }),
    deleteOtherSessions(db, userId, { keep: null }),
    personAudit(deps, { userId, teamId: null, requestId: by.requestId }, { action: "password.reset", target: userId }),
  ]);
}
