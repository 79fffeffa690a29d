import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { conflict, forbidden, Overtaken } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { canGrant } from "../../rules/rights.ts";
import { revokeInvitationsBy } from "./invitations.store.ts";
import type { UpdateMember } from "./teams.schemas.ts";
import { getMemberRow, updateMemberRole } from "./teams.store.ts";

export const tooHigh = () =>
  forbidden("member.too_high", "You may only give, change or remove roles below your own. Ask an owner of the team.");
export const lastOwner = () =>
  conflict(
    "member.changed_or_last_owner",
    "A team keeps at least one owner, and this member may have changed meanwhile. Read the list again.",
  );

/** Takes effect on the member's next request: rights are read from the membership each time, for sessions and tokens alike. */
export async function changeMemberRole(
  deps: Deps,
  actor: Actor,
  { id, set: { role, revision } }: { id: string; set: UpdateMember },
): Promise<void> {
  const member = await allowOn(actor, "member.admin", getMemberRow(deps.db, actor.teamId, id));
  const { db, clock, hub } = deps;
  if (!canGrant(actor.role, member.role) || !canGrant(actor.role, role)) throw tooHigh();
  if (member.role === role) return;
  const isChanged = await runBatchIf(db, [
    updateMemberRole(db, actor.teamId, { id, revision, from: member.role, to: role }),
    ifChanged(db),
    revokeInvitationsBy(db, actor.teamId, { userId: member.userId, now: clock.now() }),
    auditStatement(deps, actor, {
      action: "member.role",
      target: id,
      detail: { from: member.role, to: role, user: member.userId },
    }),
  ]);
  if (!isChanged) throw member.revision === revision ? lastOwner() : new Overtaken();
  hub.publish(actor.teamId, { type: "member", id });
}
