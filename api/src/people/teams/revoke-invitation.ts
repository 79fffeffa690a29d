import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { getInvitationRow, revokeInvitationRow } from "./invitations.store.ts";

export async function revokeInvitation(deps: Deps, actor: Actor, { id }: { id: string }) {
  await allowOn(actor, "invitation.admin", getInvitationRow(deps.db, actor.teamId, id));
  const { db, clock } = deps;
  const isRevoked = await runBatchIf(db, [
    revokeInvitationRow(db, actor.teamId, { id, now: clock.now() }),
    ifChanged(db),
    auditStatement(deps, actor, { action: "invitation.revoke", target: id }),
  ]);
  if (!isRevoked) throw conflict("invitation.closed", "This invitation was accepted or revoked already.");
}
