import type { Database } from "@fairlead/db";
import { sql } from "drizzle-orm";
import type { Statement } from "../sql/statement.ts";
import { runBatch, type Written } from "./run-batch.ts";

/**
 * Put right behind an update: the whole batch is undone unless that update changed a row. This is how several writes hang on
 * one condition without an interactive transaction. SQLite has no RAISE outside triggers; JSON that is none does the same.
 */
export const ifChanged = (db: Database): Statement =>
  db.all(sql`SELECT CASE WHEN changes() > 0 THEN 1 ELSE json('the condition does not hold') END`);

/** Runs the batch; false when its `ifChanged` did not hold and nothing was written. */
export async function runBatchIf(db: Database, statements: readonly Written[]): Promise<boolean> {
  try {
    await runBatch(db, statements);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes("malformed JSON")) return false;
    throw error;
  }
}
