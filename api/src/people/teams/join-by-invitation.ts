import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { hashToken, isWellFormed } from "../../kit/tokens/token-text.ts";
import { ifChanged } from "../../kit/write/if-changed.store.ts";
import { forbidden } from "../../rules/errors.ts";
import { acceptInvitationRow, findInvitationByToken } from "./invitations.store.ts";
import { insertMember } from "./teams.store.ts";

/** One answer for a token that never was, was used, revoked, has expired or is meant for another address. */
export const isClosed = () =>
  forbidden(
    "invitation.closed",
    "This invitation was used, revoked, has expired or is meant for another e-mail address. Ask for a new one.",
  );

export async function findOpenInvitation({ db, clock }: Pick<Deps, "db" | "clock">, token: string) {
  if (!isWellFormed("invitation", token)) throw isClosed();
  const row = await findInvitationByToken(db, await hashToken(token));
  if (!row || row.acceptedAt !== null || row.revokedAt !== null || row.expiresAt <= clock.now()) throw isClosed();
  return row;
}

/**
 * Statements that take an invitation: `conditions` go first into the batch and undo it when the invitation closed meanwhile,
 * `statements` come after the person exists.
 */
export async function joinByInvitation(
  deps: Pick<Deps, "db" | "clock" | "ids">,
  { token, email, userId }: { token: string; email: string; userId: string },
): Promise<{ teamId: string; conditions: Statement[]; statements: Statement[] }> {
  const { db, clock, ids } = deps;
  const invitation = await findOpenInvitation(deps, token);
  if (invitation.email !== email) throw isClosed();
  const now = clock.now();
  const { teamId, role } = invitation;
  return {
    teamId,
    conditions: [acceptInvitationRow(db, await hashToken(token), { email, now }), ifChanged(db)],
    statements: [insertMember(db, { id: ids.next("member"), teamId, userId, role, createdAt: now })],
  };
}
