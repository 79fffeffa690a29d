import { type Database, schema } from "@fairlead/db";
import { eq, inArray, sql } from "drizzle-orm";
import { usualSuffix } from "../../rules/server-suffix.ts";
import type { SignUps } from "./instance.schemas.ts";

const { instanceSetting, user } = schema;

/** The election: `owner` is a primary key, so of two first owners one insert fails and takes its whole batch along. */
export const claimInstance = (db: Database, userId: string, { now }: { now: number }) =>
  db.insert(instanceSetting).values({ key: "owner", value: userId, updatedAt: now });

export async function readInstance(db: Database): Promise<{ hasOwner: boolean; signUps: SignUps; revision: number }> {
  const rows = await db
    .select()
    .from(instanceSetting)
    .where(inArray(instanceSetting.key, ["owner", "signups", "revision"]));
  const of = (key: string) => rows.find((row) => row.key === key)?.value;
  return {
    hasOwner: of("owner") !== undefined,
    signUps: of("signups") === "open" ? "open" : "invitation",
    revision: Number(of("revision") ?? 1),
  };
}

/** Holds for the revision that was read; before the first save there is no row, and it is 1. */
export const raiseRevision = (db: Database, { revision, now }: { revision: number; now: number }) =>
  db.run(sql`INSERT INTO instance_setting (key, value, updated_at)
    SELECT 'revision', ${String(revision + 1)}, ${now} WHERE ${revision} = coalesce(
      (SELECT CAST(value AS INTEGER) FROM instance_setting WHERE key = 'revision'), 1)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`);

export const writeSignUps = (db: Database, signUps: SignUps, { now }: { now: number }) =>
  db
    .insert(instanceSetting)
    .values({ key: "signups", value: signUps, updatedAt: now })
    .onConflictDoUpdate({ target: instanceSetting.key, set: { value: signUps, updatedAt: now } });

const suffixKey = "address-suffix";

/** What names end in that lead to a server without a DNS record; null: the owner wants none. */
export async function readAddressSuffix(db: Database): Promise<string | null> {
  const [row] = await db
    .select({ value: instanceSetting.value })
    .from(instanceSetting)
    .where(eq(instanceSetting.key, suffixKey));
  return row === undefined ? usualSuffix : row.value || null;
}

export const writeAddressSuffix = (db: Database, suffix: string | null, { now }: { now: number }) =>
  db
    .insert(instanceSetting)
    .values({ key: suffixKey, value: suffix ?? "", updatedAt: now })
    .onConflictDoUpdate({ target: instanceSetting.key, set: { value: suffix ?? "", updatedAt: now } });

/** User id of the first owner; undefined before set-up. */
export async function findInstanceOwner(db: Database): Promise<string | undefined> {
  const [row] = await db.select({ id: user.id }).from(user).where(sql`${user.instanceRole} = 'owner'`).limit(1);
  return row?.id;
}
