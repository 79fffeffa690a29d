import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { throttle } from "../../kit/http/throttle.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { hashToken, makeToken } from "../../kit/tokens/token-text.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { conflict } from "../../rules/errors.ts";
import { type Actor, allowInTeam } from "../../rules/permissions.ts";
import { canGrant } from "../../rules/rights.ts";
import { findUserByEmail } from "../identity/identity.store.ts";
import { tooHigh } from "./change-member-role.ts";
import { invitationMail } from "./invitation-mail.ts";
import { getInvitationRow, insertInvitation, revokeInvitationsTo } from "./invitations.store.ts";
import type { CreateInvitation } from "./teams.schemas.ts";
import { findMemberByUser, getTeamRow } from "./teams.store.ts";

const validMs = 7 * 24 * 60 * 60 * 1000;

/**
 * The token is bound to the address and works once. Inviting again makes a new one and kills the old. The link goes back to the
 * inviter too, because mail may be missing; in its fragment the token reaches no server log.
 */
export async function inviteMember(deps: Deps, actor: Actor, { email, role }: CreateInvitation) {
  allowInTeam(actor, "invitation.admin");
  if (!canGrant(actor.role, role)) throw tooHigh();
  const { db, clock, ids, config, mailer } = deps;
  await throttle(deps, "invitation:team", { subject: actor.teamId });
  const known = await findUserByEmail(db, email);
  if (known && (await findMemberByUser(db, actor.teamId, known.id))) {
    throw conflict("member.exists", `${email} is a member of this team already.`);
  }
  const token = makeToken("invitation", deps.ids);
  const id = ids.next("invitation");
  const now = clock.now();
  await runBatch(db, [
    revokeInvitationsTo(db, actor.teamId, { email, but: id, now }),
    insertInvitation(db, {
      id,
      teamId: actor.teamId,
      email,
      role,
      tokenHash: await hashToken(token),
      invitedBy: actor.userId,
      expiresAt: now + validMs,
      createdAt: now,
    }),
    withinLimit("members", actor, deps),
    auditStatement(deps, actor, { action: "invitation.create", target: id, detail: { email, role } }),
  ]);
  const link = `${config.url}/invitation#${token}`;
  if (mailer.isConfigured) await mailLater(deps, actor, { id, email, link });
  return { invitation: await getInvitationRow(db, actor.teamId, id), link, isMailed: mailer.isConfigured };
}

async function mailLater(deps: Deps, actor: Actor, { id, email, link }: { id: string; email: string; link: string }) {
  const { name } = await getTeamRow(deps.db, actor.teamId);
  const mail = invitationMail({ team: name, link });
  deps.background(() => deps.mailer.send({ to: email, ...mail, idempotencyKey: `invitation:${id}` }));
}
