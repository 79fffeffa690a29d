import { type Database, schema } from "@fairlead/db";
import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import type { Statement } from "../sql/statement.ts";
import { chainOf, type Draft, type Place } from "./entry.ts";

const { audit, auditChain } = schema;

/**
 * Where a chain ends: by its own row, and by the newest entry, whichever is further on. One of them may have been damaged; writing goes
 * on behind both, and who verifies the chain is told.
 */
export async function readHead(db: Database, chain: string): Promise<Place | undefined> {
  const [told, newest] = await db.batch([
    db.select({ seq: auditChain.seq, hash: auditChain.hash }).from(auditChain).where(eq(auditChain.id, chain)),
    db
      .select({ seq: sql<number>`${audit.seq}`, hash: sql<string>`coalesce(${audit.hash}, '')` })
      .from(audit)
      .where(eq(audit.chain, chain))
      .orderBy(desc(audit.seq))
      .limit(1),
  ]);
  const [head, last] = [told[0], newest[0]];
  return last && last.seq > (head?.seq ?? 0) ? last : head;
}

/** The row and the new end of its chain. */
export function insertLink(db: Database, draft: Draft, { seq, hash }: Place): Statement[] {
  const chain = chainOf(draft);
  const startedAt = draft.createdAt;
  return [
    db.insert(audit).values({ ...draft, chain, seq, hash }),
    db
      .insert(auditChain)
      .values({ id: chain, seq, hash, startedAt })
      .onConflictDoUpdate({ target: auditChain.id, set: { seq, hash } }),
  ];
}

export async function readChain(db: Database, chain: string) {
  const [row] = await db.select().from(auditChain).where(eq(auditChain.id, chain)).limit(1);
  return row;
}

/** Entries behind a place, in the order in which they were written. */
export const listLinks = (db: Database, teamId: string, { after, limit }: { after: number; limit: number }) =>
  db
    .select()
    .from(audit)
    .where(and(eq(audit.chain, teamId), gt(audit.seq, after)))
    .orderBy(asc(audit.seq))
    .limit(limit);

/** The entry at a place, to go on behind it. */
export async function findLink(db: Database, teamId: string, seq: number): Promise<Place | undefined> {
  const [row] = await db
    .select({ seq: sql<number>`${audit.seq}`, hash: sql<string>`coalesce(${audit.hash}, '')` })
    .from(audit)
    .where(and(eq(audit.chain, teamId), eq(audit.seq, seq)))
    .limit(1);
  return row;
}

/** An entry of the team that stands in no chain though it is younger than that chain. */
export async function findPlaceless(db: Database, teamId: string, { since }: { since: number }) {
  // Named, or SQLite takes every entry of the team, or of no chain, and sorts.
  const [row] = await db.all<{ id: string; createdAt: number }>(sql`
    SELECT id, created_at AS createdAt FROM audit INDEXED BY audit_placeless
    WHERE chain IS NULL AND created_at > ${since} AND team_id = ${teamId} ORDER BY created_at LIMIT 1`);
  return row;
}
