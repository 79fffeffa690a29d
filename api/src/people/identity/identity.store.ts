import { type Database, schema } from "@fairlead/db";
import { and, asc, desc, eq, gt, ne } from "drizzle-orm";

const { user, account, session, verification, member, team } = schema;

// About people, who stand above teams: these queries start from the person.

export type UserRow = typeof user.$inferSelect;

export async function findUserByEmail(db: Database, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(user).where(eq(user.email, email)).limit(1);
  return row;
}

export async function findUserById(db: Database, id: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(user).where(eq(user.id, id)).limit(1);
  return row;
}

export const insertUser = (db: Database, row: typeof user.$inferInsert) => db.insert(user).values(row);

/** The account that holds the password, in the form the sign-in library reads. */
export const insertPassword = (db: Database, row: { id: string; userId: string; hash: string; now: Date }) =>
  db.insert(account).values({
    id: row.id,
    accountId: row.userId,
    providerId: "credential",
    userId: row.userId,
    password: row.hash,
    createdAt: row.now,
    updatedAt: row.now,
  });

const passwordOf = (userId: string) => and(eq(account.userId, userId), eq(account.providerId, "credential"));

export async function findPasswordHash(db: Database, userId: string): Promise<string | null> {
  const [row] = await db.select({ hash: account.password }).from(account).where(passwordOf(userId)).limit(1);
  return row?.hash ?? null;
}

export const updatePassword = (db: Database, userId: string, { hash, now }: { hash: string; now: Date }) =>
  db.update(account).set({ password: hash, updatedAt: now }).where(passwordOf(userId));

/** Holds for the revision that was read. */
export const updateUserName = (
  db: Database,
  userId: string,
  { revision, name, now }: { revision: number; name: string; now: Date },
) =>
  db
    .update(user)
    .set({ name, revision: revision + 1, updatedAt: now })
    .where(and(eq(user.id, userId), eq(user.revision, revision)));

export async function readName(db: Database, userId: string): Promise<{ name: string; revision: number } | undefined> {
  const [row] = await db
    .select({ name: user.name, revision: user.revision })
    .from(user)
    .where(eq(user.id, userId))
    .limit(1);
  return row;
}

export const listMemberships = (db: Database, userId: string) =>
  db
    .select({ id: team.id, name: team.name, role: member.role, revision: team.revision, createdAt: team.createdAt })
    .from(member)
    .innerJoin(team, eq(team.id, member.teamId))
    .where(eq(member.userId, userId))
    .orderBy(asc(member.createdAt), asc(member.id));

export const listSessionRows = (db: Database, userId: string, { now }: { now: Date }) =>
  db
    .select({
      id: session.id,
      ip: session.ipAddress,
      userAgent: session.userAgent,
      createdAt: session.createdAt,
      updatedAt: session.updatedAt,
    })
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, now)))
    .orderBy(desc(session.updatedAt));

export const deleteSession = (db: Database, userId: string, id: string) =>
  db.delete(session).where(and(eq(session.userId, userId), eq(session.id, id)));

/** Every session of the person but `keep`. */
export const deleteOtherSessions = (db: Database, userId: string, { keep }: { keep: string | null }) =>
  db.delete(session).where(and(eq(session.userId, userId), keep ? ne(session.id, keep) : undefined));

const resetKey = (tokenHash: string) => `password-reset:${tokenHash}`;

/** A newer request for the same person replaces the older one. */
export const deleteResetsOf = (db: Database, userId: string) =>
  db.delete(verification).where(eq(verification.value, userId));
export const insertReset = (
  db: Database,
  row: { id: string; userId: string; tokenHash: string; now: Date; expiresAt: Date },
) =>
  db.insert(verification).values({
    id: row.id,
    identifier: resetKey(row.tokenHash),
    value: row.userId,
    expiresAt: row.expiresAt,
    createdAt: row.now,
    updatedAt: row.now,
  });
export async function findReset(
  db: Database,
  tokenHash: string,
): Promise<{ userId: string; expiresAt: Date } | undefined> {
  const [row] = await db
    .select({ userId: verification.value, expiresAt: verification.expiresAt })
    .from(verification)
    .where(eq(verification.identifier, resetKey(tokenHash)))
    .limit(1);
  return row;
}

/** Statement that takes the reset out: of two batches with one token, one changes a row. */
export const deleteReset = (db: Database, tokenHash: string) =>
  db.delete(verification).where(eq(verification.identifier, resetKey(tokenHash)));
