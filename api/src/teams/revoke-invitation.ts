import { auditStatement } from "../audit-log.ts";
import type { Deps } from "../deps.ts";
import { conflict } from "../domain/errors.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { ifChanged, runBatchIf } from "../if-changed.store.ts";
import { getInvitationRow, revokeInvitationRow } from "./invitations.store.ts";

export async function revokeInvitation(deps: Deps, actor: Actor, { id }: { id: string }) {
  allow(actor, "member.write");
  const { db, clock } = deps;
  await getInvitationRow(db, actor.teamId, id);
  const isRevoked = await runBatchIf(db, [
    revokeInvitationRow(db, actor.teamId, { id, now: clock.now() }),
    ifChanged(db),
    auditStatement(deps, actor, { action: "invitation.revoke", target: id }),
  ]);
  if (!isRevoked) throw conflict("invitation.closed", "This invitation was accepted or revoked already.");
}
