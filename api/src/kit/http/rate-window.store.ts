import { type Database, schema } from "@fairlead/db";
import { eq, sql } from "drizzle-orm";

const { rateWindow } = schema;

/** Counts one attempt in the window of `key` and returns the window as it is now: one statement, so parallel attempts all count. */
export async function countAttempt(db: Database, key: string, { now, windowMs }: { now: number; windowMs: number }) {
  const [row] = await db
    .insert(rateWindow)
    .values({ key, count: 1, endsAt: now + windowMs })
    .onConflictDoUpdate({
      target: rateWindow.key,
      set: {
        count: sql`case when ${rateWindow.endsAt} <= ${now} then 1 else ${rateWindow.count} + 1 end`,
        endsAt: sql`case when ${rateWindow.endsAt} <= ${now} then ${now + windowMs} else ${rateWindow.endsAt} end`,
      },
    })
    .returning();
  return row;
}

export const forgetAttempts = (db: Database, key: string) => db.delete(rateWindow).where(eq(rateWindow.key, key));
