import { type Database, schema } from "@fairlead/db";
import { and, eq, gt, inArray, sql } from "drizzle-orm";

const { confirmedAddress, member, user } = schema;
type NewAddress = typeof confirmedAddress.$inferInsert;

export const listAddresses = (db: Database, teamId: string, hashes: readonly string[]) =>
  db
    .select({
      addressHash: confirmedAddress.addressHash,
      askedAt: confirmedAddress.askedAt,
      confirmedAt: confirmedAddress.confirmedAt,
    })
    .from(confirmedAddress)
    .where(and(eq(confirmedAddress.teamId, teamId), inArray(confirmedAddress.addressHash, [...hashes])));

/** Addresses of the team's members among these. */
export async function listMemberAddresses(db: Database, teamId: string, addresses: readonly string[]) {
  const rows = await db
    .select({ email: user.email })
    .from(user)
    .innerJoin(member, and(eq(member.userId, user.id), eq(member.teamId, teamId)))
    .where(inArray(user.email, [...addresses]));
  return rows.map(({ email }) => email);
}

/** Asked anew, an address gets a new link and the old one dies; one that is confirmed stays so. */
export const askAddress = (db: Database, row: NewAddress) =>
  db
    .insert(confirmedAddress)
    .values(row)
    .onConflictDoUpdate({
      target: [confirmedAddress.teamId, confirmedAddress.addressHash],
      set: { tokenHash: row.tokenHash, askedAt: row.askedAt, expiresAt: row.expiresAt ?? null },
      setWhere: sql`${confirmedAddress.confirmedAt} IS NULL`,
    });

/** What was told to before there was a question. */
export const trustAddress = (db: Database, row: NewAddress) =>
  db.insert(confirmedAddress).values(row).onConflictDoNothing();

/** Whoever holds the link confirms, once and as long as it is valid; again it changes nothing. */
export async function confirmByToken(db: Database, tokenHash: string, { now }: { now: number }) {
  const [row] = await db
    .update(confirmedAddress)
    .set({ confirmedAt: now, expiresAt: null })
    .where(and(eq(confirmedAddress.tokenHash, tokenHash), gt(confirmedAddress.expiresAt, now)))
    .returning({ teamId: confirmedAddress.teamId });
  return row;
}
