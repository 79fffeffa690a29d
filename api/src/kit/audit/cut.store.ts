import { type Database, schema } from "@fairlead/db";
import { and, asc, eq, gt, lte, sql } from "drizzle-orm";

const { audit, auditChain } = schema;

/** Retention works over all teams. Chains of the oldest rows. */
export async function listOldChains(db: Database, { before, limit }: { before: number; limit: number }) {
  const rows = await db.all<{ chain: string }>(
    sql`SELECT DISTINCT chain FROM (SELECT chain FROM audit WHERE created_at < ${before} ORDER BY created_at LIMIT ${limit})
      WHERE chain IS NOT NULL`,
  );
  return rows.map(({ chain }) => chain);
}

export const listOldest = (db: Database, chain: string, limit: number) =>
  db
    .select({
      seq: sql<number>`${audit.seq}`,
      hash: sql<string>`coalesce(${audit.hash}, '')`,
      createdAt: audit.createdAt,
    })
    .from(audit)
    .where(and(eq(audit.chain, chain), gt(audit.seq, 0)))
    .orderBy(asc(audit.seq))
    .limit(limit);

/** The rows up to a place go, and the chain remembers what the last of them was. */
export const writeCut = (db: Database, chain: string, cut: { seq: number; hash: string; at: number; seal: string }) =>
  db.batch([
    db.delete(audit).where(and(eq(audit.chain, chain), lte(audit.seq, cut.seq))),
    db
      .update(auditChain)
      .set({ cutSeq: cut.seq, cutHash: cut.hash, cutAt: cut.at, cutSeal: cut.seal })
      .where(eq(auditChain.id, chain)),
    // The chain of a team that is gone goes with its last row.
    db.run(
      sql`DELETE FROM audit_chain WHERE id = ${chain} AND id <> '' AND NOT EXISTS (SELECT 1 FROM team WHERE team.id = ${chain})
        AND NOT EXISTS (SELECT 1 FROM audit WHERE audit.chain = ${chain})`,
    ),
  ]);
