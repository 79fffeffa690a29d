import { type Database, schema } from "@fairlead/db";
import { and, asc, count, eq, ne, notExists, sql } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";
import type { Role } from "../../rules/rights.ts";

const { team, member, user, resource, server } = schema;

export type TeamRow = { id: string; name: string; revision: number; createdAt: number };

export async function getTeamRow(db: Database, teamId: string): Promise<TeamRow> {
  const [row] = await db
    .select({ id: team.id, name: team.name, revision: team.revision, createdAt: team.createdAt })
    .from(team)
    .where(eq(team.id, teamId))
    .limit(1);
  if (!row) throw notFound("team");
  return row;
}

export const insertTeam = (db: Database, row: typeof team.$inferInsert) => db.insert(team).values(row);
export const insertMember = (db: Database, row: typeof member.$inferInsert) => db.insert(member).values(row);
/** Holds for the revision that was read. */
export const updateTeamName = (
  db: Database,
  teamId: string,
  { revision, name, now }: { revision: number; name: string; now: number },
) =>
  db
    .update(team)
    .set({ name, revision: revision + 1, updatedAt: now })
    .where(and(eq(team.id, teamId), eq(team.revision, revision)));
/** The team's data key goes with the row: whatever of its secrets a backup still holds cannot be read. */
export const deleteTeamRow = (db: Database, teamId: string) =>
  db.delete(team).where(
    and(
      eq(team.id, teamId),
      // Only an empty one, also when something was made since it was looked at.
      notExists(db.select({ id: resource.id }).from(resource).where(eq(resource.teamId, teamId))),
      notExists(db.select({ id: server.id }).from(server).where(eq(server.teamId, teamId))),
    ),
  );

export async function countTeamResources(db: Database, teamId: string) {
  const [resources, servers] = await Promise.all([
    db.select({ count: count() }).from(resource).where(eq(resource.teamId, teamId)),
    db.select({ count: count() }).from(server).where(eq(server.teamId, teamId)),
  ]);
  return { resources: resources[0]?.count ?? 0, servers: servers[0]?.count ?? 0 };
}

const shownMember = {
  id: member.id,
  teamId: member.teamId,
  userId: member.userId,
  role: member.role,
  name: user.name,
  email: user.email,
  revision: member.revision,
  createdAt: member.createdAt,
};
export type MemberRow = Awaited<ReturnType<typeof listMemberRows>>[number];
const selectMembers = (db: Database) => db.select(shownMember).from(member).innerJoin(user, eq(user.id, member.userId));

/** All members of one team; there are few, so no pages. */
export const listMemberRows = (db: Database, teamId: string) =>
  selectMembers(db).where(eq(member.teamId, teamId)).orderBy(asc(member.id));

export async function getMemberRow(db: Database, teamId: string, id: string): Promise<MemberRow> {
  const [row] = await selectMembers(db)
    .where(and(eq(member.teamId, teamId), eq(member.id, id)))
    .limit(1);
  if (!row) throw notFound("member");
  return row;
}

export async function findMemberByUser(db: Database, teamId: string, userId: string): Promise<MemberRow | undefined> {
  const [row] = await selectMembers(db)
    .where(and(eq(member.teamId, teamId), eq(member.userId, userId)))
    .limit(1);
  return row;
}

/** Judged inside the write: two owners who demote each other at once leave one. */
const isNotLastOwner = (teamId: string, id: string) =>
  sql`(${member.role} <> 'owner' or exists (select 1 from ${member} as "others" where "others"."team_id" = ${teamId}
    and "others"."role" = 'owner' and "others"."id" <> ${id}))`;

/** `from`: the role the decision was made on; changes nothing when somebody else changed it meanwhile, or since it was read. */
export const updateMemberRole = (
  db: Database,
  teamId: string,
  change: { id: string; revision: number; from: Role; to: Role },
) =>
  db
    .update(member)
    .set({ role: change.to, revision: change.revision + 1 })
    .where(
      and(
        eq(member.teamId, teamId),
        eq(member.id, change.id),
        eq(member.revision, change.revision),
        eq(member.role, change.from),
        ne(member.role, change.to),
        isNotLastOwner(teamId, change.id),
      ),
    );

export const deleteMember = (db: Database, teamId: string, { id, from }: { id: string; from: Role }) =>
  db
    .delete(member)
    .where(and(eq(member.teamId, teamId), eq(member.id, id), eq(member.role, from), isNotLastOwner(teamId, id)));
