import { type Database, schema } from "@fairlead/db";
import { and, asc, eq, sql } from "drizzle-orm";

const { enrolment, instanceSetting, member, user } = schema;

const key = "local_enrolment";

/** The first owner and the oldest team they own: the local runner belongs to it. No team is given, because nobody asks. */
export async function findFirstTeam(db: Database): Promise<{ teamId: string; userId: string } | undefined> {
  const [row] = await db
    .select({ teamId: member.teamId, userId: user.id })
    .from(user)
    .innerJoin(member, and(eq(member.userId, user.id), eq(member.role, "owner")))
    .where(sql`${user.instanceRole} = 'owner'`)
    .orderBy(asc(member.createdAt), asc(member.id))
    .limit(1);
  return row;
}

/** Whether the token last issued for the local runner was used. */
export async function isLocalRunnerEnrolled(db: Database): Promise<boolean> {
  const [row] = await db
    .select({ usedAt: enrolment.usedAt })
    .from(instanceSetting)
    .innerJoin(enrolment, eq(enrolment.id, instanceSetting.value))
    .where(eq(instanceSetting.key, key))
    .limit(1);
  return row !== undefined && row.usedAt !== null;
}

export const rememberLocalEnrolment = (db: Database, id: string, { now }: { now: number }) =>
  db
    .insert(instanceSetting)
    .values({ key, value: id, updatedAt: now })
    .onConflictDoUpdate({ target: instanceSetting.key, set: { value: id, updatedAt: now } });
