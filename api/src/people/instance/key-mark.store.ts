import { type Database, schema } from "@fairlead/db";
import { asc, eq, gt } from "drizzle-orm";

const { instanceSetting, team } = schema;
const key = "key-mark";

/** Which FAIRLEAD_SECRET the data are sealed with; undefined in data of a version that did not say so. */
export async function findKeyMark(db: Database): Promise<string | undefined> {
  const [row] = await db
    .select({ value: instanceSetting.value })
    .from(instanceSetting)
    .where(eq(instanceSetting.key, key));
  return row?.value;
}

export const rememberKeyMark = (db: Database, mark: string, { now }: { now: number }) =>
  db
    .insert(instanceSetting)
    .values({ key, value: mark, updatedAt: now })
    .onConflictDoUpdate({ target: instanceSetting.key, set: { value: mark, updatedAt: now } });

/** The wrapped keys of the oldest teams. No team is named: the question is about the instance. */
export async function oldestTeamKeys(db: Database, limit: number): Promise<string[]> {
  const rows = await db
    .select({ wrappedKey: team.wrappedKey })
    .from(team)
    // Every id; said so that the index is looked up, which it begins at.
    .where(gt(team.id, ""))
    .orderBy(asc(team.id))
    .limit(limit);
  return rows.map(({ wrappedKey }) => wrappedKey);
}
