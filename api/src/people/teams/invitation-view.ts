// pure

import type { InvitationRow } from "./invitations.store.ts";
import type { InvitationView } from "./teams.schemas.ts";

const stateOf = ({ acceptedAt, revokedAt, expiresAt }: InvitationRow, now: number): InvitationView["state"] => {
  if (acceptedAt !== null) return "accepted";
  if (revokedAt !== null) return "revoked";
  return expiresAt <= now ? "expired" : "open";
};

export const toInvitationView = (row: InvitationRow, now: number): InvitationView => ({
  id: row.id,
  email: row.email,
  role: row.role,
  state: stateOf(row, now),
  expiresAt: row.expiresAt,
  createdAt: row.createdAt,
});
