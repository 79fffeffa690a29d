import { allowOn } from "../../kit/access/allow-on.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { ifChanged, runBatchIf } from "../../kit/write/if-changed.store.ts";
import { notFound } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { canGrant } from "../../rules/rights.ts";
import { revokeTokensOfMember } from "../tokens/tokens.store.ts";
import { lastOwner, tooHigh } from "./change-member-role.ts";
import { revokeInvitationsBy } from "./invitations.store.ts";
import { loadTeam } from "./load-team.ts";
import { deleteMember, findMemberByUser, getMemberRow, type MemberRow } from "./teams.store.ts";

export async function removeMember(deps: Deps, actor: Actor, { id }: { id: string }) {
  const member = await allowOn(actor, "member.admin", getMemberRow(deps.db, actor.teamId, id));
  if (!canGrant(actor.role, member.role)) throw tooHigh();
  await end(deps, actor, { member, action: "member.remove" });
}

/** Anyone may leave, except the last owner. */
export async function leaveTeam(deps: Deps, actor: Actor, { id }: { id: string }) {
  await allowOn(actor, "team.view", loadTeam(deps.db, actor, id));
  const member = await findMemberByUser(deps.db, actor.teamId, actor.userId);
  if (!member) throw notFound("member");
  await end(deps, actor, { member, action: "member.leave" });
}

/** Membership, tokens and open invitations of the person end in one batch. */
async function end(deps: Deps, actor: Actor, { member, action }: { member: MemberRow; action: string }) {
  const { db, clock, hub } = deps;
  const { teamId } = actor;
  const those = { userId: member.userId, now: clock.now() };
  const isGone = await runBatchIf(db, [
    deleteMember(db, teamId, { id: member.id, from: member.role }),
    ifChanged(db),
    revokeTokensOfMember(db, teamId, those),
    revokeInvitationsBy(db, teamId, those),
    auditStatement(deps, actor, { action, target: member.id, detail: { user: member.userId } }),
  ]);
  if (!isGone) throw lastOwner();
  hub.publish(teamId, { type: "member", id: member.id });
}
