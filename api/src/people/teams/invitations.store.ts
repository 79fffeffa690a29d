import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, gt, isNull, lt, ne } from "drizzle-orm";
import type { PageQuery } from "../../kit/http/page.ts";
import { notFound } from "../../rules/errors.ts";

const { invitation, team, user } = schema;

const shown = {
  id: invitation.id,
  teamId: invitation.teamId,
  email: invitation.email,
  role: invitation.role,
  invitedBy: invitation.invitedBy,
  expiresAt: invitation.expiresAt,
  acceptedAt: invitation.acceptedAt,
  revokedAt: invitation.revokedAt,
  createdAt: invitation.createdAt,
};
export type InvitationRow = Awaited<ReturnType<typeof listInvitationRows>>[number];

export const listInvitationRows = (db: Database, teamId: string, page: PageQuery) =>
  db
    .select(shown)
    .from(invitation)
    .where(and(eq(invitation.teamId, teamId), page.cursor ? lt(invitation.id, page.cursor) : undefined))
    .orderBy(desc(invitation.id))
    .limit(page.limit + 1);

export async function getInvitationRow(db: Database, teamId: string, id: string): Promise<InvitationRow> {
  const [row] = await db
    .select(shown)
    .from(invitation)
    .where(and(eq(invitation.teamId, teamId), eq(invitation.id, id)))
    .limit(1);
  if (!row) throw notFound("invitation");
  return row;
}

/** By its token: whoever holds the link is not a member yet, so this starts from no team. */
export async function findInvitationByToken(db: Database, tokenHash: string) {
  const [row] = await db
    .select({ ...shown, team: team.name, accountId: user.id })
    .from(invitation)
    .innerJoin(team, eq(team.id, invitation.teamId))
    .leftJoin(user, eq(user.email, invitation.email))
    .where(eq(invitation.tokenHash, tokenHash))
    .limit(1);
  return row;
}

export const insertInvitation = (db: Database, row: typeof invitation.$inferInsert) =>
  db.insert(invitation).values(row);

const isOpen = () => and(isNull(invitation.acceptedAt), isNull(invitation.revokedAt));

/** Earlier open invitations of the same address die with a new one. */
export const revokeInvitationsTo = (
  db: Database,
  teamId: string,
  change: { email: string; but: string; now: number },
) =>
  db
    .update(invitation)
    .set({ revokedAt: change.now })
    .where(
      and(eq(invitation.teamId, teamId), eq(invitation.email, change.email), ne(invitation.id, change.but), isOpen()),
    );

export const revokeInvitationRow = (db: Database, teamId: string, { id, now }: { id: string; now: number }) =>
  db
    .update(invitation)
    .set({ revokedAt: now })
    .where(and(eq(invitation.teamId, teamId), eq(invitation.id, id), isOpen()));

/** Open invitations that a person made: they fall with the person's right to invite. */
export const revokeInvitationsBy = (db: Database, teamId: string, { userId, now }: { userId: string; now: number }) =>
  db
    .update(invitation)
    .set({ revokedAt: now })
    .where(and(eq(invitation.teamId, teamId), eq(invitation.invitedBy, userId), isOpen()));

/** Changes a row only while the invitation is open, unexpired and meant for this address. */
export const acceptInvitationRow = (db: Database, tokenHash: string, { email, now }: { email: string; now: number }) =>
  db
    .update(invitation)
    .set({ acceptedAt: now })
    .where(
      and(eq(invitation.tokenHash, tokenHash), eq(invitation.email, email), gt(invitation.expiresAt, now), isOpen()),
    );
