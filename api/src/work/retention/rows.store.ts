import { type Database, schema } from "@fairlead/db";
import { inArray, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

const {
  apiToken,
  audit,
  bulk,
  confirmedAddress,
  delivery,
  enrolment,
  file,
  forgotten,
  invitation,
  job,
  notification,
  rateWindow,
  session,
  step,
  verification,
} = schema;

// Retention works over all teams: time runs out for everyone alike. Each piece is the oldest `limit` rows, found by an index; what is
// written out is what that index holds.
export type Piece = { before: number; limit: number };

/** Deletes the rows that `oldest` names and tells how many those were. */
async function drop(db: Database, table: SQLiteTable & { id?: unknown }, oldest: SQL): Promise<number> {
  const { rowsAffected } = await db.run(sql`DELETE FROM ${table} WHERE rowid IN (${oldest})`);
  return rowsAffected;
}

export const dropDeliveries = (db: Database, { before, limit }: Piece) =>
  drop(
    db,
    delivery,
    sql`SELECT rowid FROM delivery WHERE created_at < ${before} AND state IN ('deployed', 'ignored', 'failed')
      ORDER BY created_at LIMIT ${limit}`,
  );

export const dropNotifications = (db: Database, { before, limit }: Piece) =>
  drop(
    db,
    notification,
    sql`SELECT rowid FROM notification WHERE state <> 'waiting' AND created_at < ${before} ORDER BY created_at LIMIT ${limit}`,
  );

/** What stands in no chain: the others are cut off from the beginning of theirs. */
export const dropAudit = (db: Database, { before, limit }: Piece) =>
  drop(
    db,
    audit,
    sql`SELECT rowid FROM audit INDEXED BY audit_placeless
      WHERE chain IS NULL AND created_at < ${before} ORDER BY created_at LIMIT ${limit}`,
  );

/** Checks, route changes and the like: nobody reads them after a while. Their steps and their log go with them. */
export async function dropJobs(db: Database, { before, limit }: Piece): Promise<number> {
  const rows = await db.all<{ id: string }>(
    sql`SELECT id FROM job WHERE is_release = 0 AND finished_at < ${before} ORDER BY finished_at LIMIT ${limit}`,
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0)
    await db.batch([
      db.delete(step).where(inArray(step.jobId, ids)),
      db.delete(schema.logChunk).where(inArray(schema.logChunk.jobId, ids)),
      db.delete(job).where(inArray(job.id, ids)),
    ]);
  return ids.length;
}

/** What was done to many at once; its members go with it. */
export const dropBulks = (db: Database, { before, limit }: Piece) =>
  drop(
    db,
    bulk,
    sql`SELECT rowid FROM bulk WHERE state = 'ended' AND finished_at < ${before} ORDER BY finished_at LIMIT ${limit}`,
  );

/** Two columns, two indexes: each is asked for by itself. */
export async function dropSessions(
  db: Database,
  { now, idleBefore, limit }: { now: number; idleBefore: number; limit: number },
) {
  const ended = sql`SELECT rowid FROM session WHERE expires_at <= ${now} ORDER BY expires_at LIMIT ${limit}`;
  const idle = sql`SELECT rowid FROM session WHERE updated_at < ${idleBefore} ORDER BY updated_at LIMIT ${limit}`;
  return Math.max(await drop(db, session, ended), await drop(db, session, idle));
}

export const dropResets = (db: Database, { before, limit }: Piece) =>
  drop(
    db,
    verification,
    sql`SELECT rowid FROM verification WHERE expires_at <= ${before} ORDER BY expires_at LIMIT ${limit}`,
  );

/** Addresses that did not say yes in time. */
export const dropAddresses = (db: Database, { before, limit }: Piece) =>
  drop(
    db,
    confirmedAddress,
    sql`SELECT rowid FROM confirmed_address WHERE expires_at <= ${before} ORDER BY expires_at LIMIT ${limit}`,
  );

export const dropWindows = (db: Database, { before, limit }: Piece) =>
  drop(db, rateWindow, sql`SELECT rowid FROM rate_window WHERE ends_at <= ${before} ORDER BY ends_at LIMIT ${limit}`);

export const dropEnrolments = (db: Database, { before, limit }: Piece) =>
  drop(db, enrolment, sql`SELECT rowid FROM enrolment WHERE expires_at < ${before} ORDER BY expires_at LIMIT ${limit}`);

export const dropInvitations = (db: Database, { before, limit }: Piece) =>
  drop(
    db,
    invitation,
    sql`SELECT rowid FROM invitation WHERE expires_at < ${before} ORDER BY expires_at LIMIT ${limit}`,
  );

/**
 * What no settings name since then, and no deployment that is kept: one that was made while it was in use, or that went back to such a
 * one. An hour more is for those that were being made at the moment of the save.
 */
export const dropFiles = (db: Database, { before, limit }: Piece) =>
  drop(
    db,
    file,
    sql`SELECT f.rowid FROM file f WHERE f.unused_since < ${before} AND NOT EXISTS (
        SELECT 1 FROM deployment d WHERE d.resource_id = f.resource_id AND d.created_at >= f.created_at
          AND (d.created_at <= f.unused_since + 3600000 OR d.rollback_of IS NOT NULL))
      ORDER BY f.unused_since LIMIT ${limit}`,
  );

export const dropForgotten = (db: Database, { before, limit }: Piece) =>
  drop(db, forgotten, sql`SELECT rowid FROM forgotten WHERE created_at < ${before} ORDER BY created_at LIMIT ${limit}`);

/** Tokens that open nothing any more. */
export async function dropTokens(db: Database, { before, limit }: Piece): Promise<number> {
  const expired = sql`SELECT rowid FROM api_token WHERE expires_at < ${before} ORDER BY expires_at LIMIT ${limit}`;
  const revoked = sql`SELECT rowid FROM api_token WHERE revoked_at < ${before} ORDER BY revoked_at LIMIT ${limit}`;
  return Math.max(await drop(db, apiToken, expired), await drop(db, apiToken, revoked));
}
