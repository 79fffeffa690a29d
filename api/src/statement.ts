import type { Database } from "@fairlead/db";
import type { BatchItem } from "drizzle-orm/batch";

/** A query that is built but not run: verbs collect them and run them at once. */
export type Statement = BatchItem<"sqlite">;

/** Runs all statements in one atomic batch; none of them when one fails. */
export async function runBatch(db: Database, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements;
  if (first) await db.batch([first, ...rest]);
}
