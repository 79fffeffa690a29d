import { type Database, schema } from "@fairlead/db";
import { inArray, sql } from "drizzle-orm";
import type { SignUps } from "./instance.schemas.ts";

const { instanceSetting, user } = schema;

/** The election: `owner` is a primary key, so of two first owners one insert fails and takes its whole batch along. */
export const claimInstance = (db: Database, userId: string, { now }: { now: number }) =>
  db.insert(instanceSetting).values({ key: "owner", value: userId, updatedAt: now });

export async function readInstance(db: Database): Promise<{ hasOwner: boolean; signUps: SignUps }> {
  const rows = await db
    .select()
    .from(instanceSetting)
    .where(inArray(instanceSetting.key, ["owner", "signups"]));
  const of = (key: string) => rows.find((row) => row.key === key)?.value;
  return { hasOwner: of("owner") !== undefined, signUps: of("signups") === "open" ? "open" : "invitation" };
}

export const writeSignUps = (db: Database, signUps: SignUps, { now }: { now: number }) =>
  db
    .insert(instanceSetting)
    .values({ key: "signups", value: signUps, updatedAt: now })
    .onConflictDoUpdate({ target: instanceSetting.key, set: { value: signUps, updatedAt: now } });

/** User id of the first owner; undefined before set-up. */
export async function findInstanceOwner(db: Database): Promise<string | undefined> {
  const [row] = await db.select({ id: user.id }).from(user).where(sql`${user.instanceRole} = 'owner'`).limit(1);
  return row?.id;
}
