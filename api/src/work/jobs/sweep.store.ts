import { type Database, schema } from "@fairlead/db";
import { eq } from "drizzle-orm";

const { instanceSetting } = schema;
const key = "swept-at";

/** Remembers this sweep and tells when the one before was; null for the first. */
export async function markSweep(db: Database, now: number): Promise<number | null> {
  const [before] = await db
    .select({ value: instanceSetting.value })
    .from(instanceSetting)
    .where(eq(instanceSetting.key, key));
  await db
    .insert(instanceSetting)
    .values({ key, value: String(now), updatedAt: now })
    .onConflictDoUpdate({ target: instanceSetting.key, set: { value: String(now), updatedAt: now } });
  return before ? Number(before.value) : null;
}
