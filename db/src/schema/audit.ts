import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { at, createdAt, id } from "./columns.ts";

/** Append-only: who did what to which row. `detail` is JSON without secret values. Kept when the team goes. */
export const audit = sqliteTable(
  "audit",
  {
    id: id(),
    teamId: text("team_id"),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    target: text("target"),
    detail: text("detail").notNull().default("{}"),
    requestId: text("request_id"),
    createdAt: createdAt(),
    /** Id of the team, or empty for what belongs to none; null: written before there were chains. */
    chain: text("chain"),
    /** Place in that chain, from 1 without a gap. */
    seq: integer("seq"),
    /** Keyed hash over this row, its place and the hash of the row before it. */
    hash: text("hash"),
  },
  (t) => [
    index("audit_team").on(t.teamId, t.id),
    // Where a time begins or ends in the order of the ids.
    index("audit_time").on(t.teamId, t.createdAt, t.id),
    // Retention.
    index("audit_age").on(t.createdAt),
    // Of two writers with the same place one is refused.
    uniqueIndex("audit_place").on(t.chain, t.seq),
    // What has no place: of an earlier version, or put in from outside.
    index("audit_placeless").on(t.createdAt, t.teamId).where(sql`chain IS NULL`),
  ],
);

/** One chain a team, and one (the empty id) for what belongs to none: where it ends and, once retention cut it, where it begins. */
export const auditChain = sqliteTable("audit_chain", {
  /** Id of the team, or empty. */
  id: text("id").primaryKey(),
  /** Place and hash of the newest entry. */
  seq: integer("seq").notNull(),
  hash: text("hash").notNull(),
  startedAt: at("started_at").notNull(),
  /** Place and hash of the newest entry that retention deleted: 0 and empty as long as none was. */
  cutSeq: integer("cut_seq").notNull().default(0),
  cutHash: text("cut_hash").notNull().default(""),
  cutAt: at("cut_at"),
  /** Keyed hash over the three: only retention cuts a chain. */
  cutSeal: text("cut_seal").notNull().default(""),
});
