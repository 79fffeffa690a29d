import { personAudit } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Person } from "../../kit/http/api-env.ts";
import { bySessionOnly } from "../../kit/http/by-session-only.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatchIf } from "../../kit/write/if-changed.store.ts";
import { conflict } from "../../rules/errors.ts";
import { isClosed, joinByInvitation } from "./join-by-invitation.ts";
import type { TeamView } from "./teams.schemas.ts";
import { findMemberByUser, getTeamRow } from "./teams.store.ts";

/** By the signed-in person whose address it was sent to, and nobody else. */
export async function acceptInvitation(deps: Deps, person: Person, { token }: { token: string }): Promise<TeamView> {
  bySessionOnly(person);
  const { db } = deps;
  const { userId, email, requestId } = person;
  const { teamId, conditions, statements } = await joinByInvitation(deps, { token, email, userId });
  const isMember = () => conflict("member.exists", "You are a member of this team already.");
  const audit = personAudit(deps, { userId, teamId, requestId }, { action: "invitation.accept", target: teamId });
  const isJoined = await refusing({ unique: isMember }, () => runBatchIf(db, [...conditions, ...statements, audit]));
  if (!isJoined) throw isClosed();
  const member = await findMemberByUser(db, teamId, userId);
  return { ...(await getTeamRow(db, teamId)), role: member?.role ?? "viewer" };
}
