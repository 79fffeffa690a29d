import { type Database, schema } from "@fairlead/db";
import { inArray } from "drizzle-orm";
import { type RetentionDays, type RetentionKind, retentionKinds, retentionRules } from "../../rules/retention.ts";

const { instanceSetting } = schema;
const keyOf = (kind: RetentionKind) => `retention.${kind}`;

/** How long each kind is kept: as the owner set it, or by default. */
export async function readRetention(db: Database): Promise<RetentionDays> {
  const rows = await db
    .select({ key: instanceSetting.key, value: instanceSetting.value })
    .from(instanceSetting)
    .where(inArray(instanceSetting.key, retentionKinds.map(keyOf)));
  const set = new Map(rows.map(({ key, value }) => [key, Number(value)]));
  const daysOf = (kind: RetentionKind) => {
    const { days, least } = retentionRules[kind];
    const given = set.get(keyOf(kind)) ?? days;
    // A setting that cannot be read must never delete more than the default does.
    return Number.isInteger(given) && given >= least ? given : days;
  };
  return {
    deliveries: daysOf("deliveries"),
    notifications: daysOf("notifications"),
    logs: daysOf("logs"),
    deployments: daysOf("deployments"),
    jobs: daysOf("jobs"),
    audit: daysOf("audit"),
  };
}

export const writeRetention = (
  db: Database,
  { kind, days, now }: { kind: RetentionKind; days: number; now: number },
) => {
  const set = { value: String(days), updatedAt: now };
  return db
    .insert(instanceSetting)
    .values({ key: keyOf(kind), ...set })
    .onConflictDoUpdate({ target: instanceSetting.key, set });
};
