import { type Database, schema } from "@fairlead/db";
import { inArray, type SQL, sql } from "drizzle-orm";
import { type LimitKind, type Limits, limitKinds, mostOfALimit, usualLimits } from "../../rules/limits.ts";
import type { Statement } from "../sql/statement.ts";
import type { CountedKind, Limited } from "./limited.ts";

const { instanceSetting } = schema;
const keyOf = (kind: LimitKind) => `limit.${kind}`;

/** As the owner set them, or as they usually are; one that cannot be read is as usual. */
export async function readLimits(db: Database): Promise<Limits> {
  const rows = await db
    .select({ key: instanceSetting.key, value: instanceSetting.value })
    .from(instanceSetting)
    .where(inArray(instanceSetting.key, limitKinds.map(keyOf)));
  const limits = { ...usualLimits };
  for (const kind of limitKinds) {
    const set = Number(rows.find(({ key }) => key === keyOf(kind))?.value);
    if (Number.isInteger(set) && set >= 1 && set <= mostOfALimit) limits[kind] = set;
  }
  return limits;
}

export const writeLimit = (db: Database, { kind, value, now }: { kind: LimitKind; value: number; now: number }) => {
  const set = { value: String(value), updatedAt: now };
  return db
    .insert(instanceSetting)
    .values({ key: keyOf(kind), ...set })
    .onConflictDoUpdate({ target: instanceSetting.key, set });
};

type Rows = (of: { subject: string; now: number }) => SQL;
const ofTeam =
  (table: string): Rows =>
  ({ subject }) =>
    sql`SELECT 1 FROM ${sql.identifier(table)} WHERE team_id = ${subject}`;

/** The rows that count. */
const rowsOf: Record<Exclude<CountedKind, "variableMiB" | "fileMiB">, Rows> = {
  teams: ({ subject }) => sql`SELECT 1 FROM member WHERE user_id = ${subject} AND role = 'owner'`,
  members: ({ subject, now }) =>
    sql`SELECT 1 FROM member WHERE team_id = ${subject} UNION ALL SELECT 1 FROM invitation WHERE team_id = ${subject}
      AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ${now}`,
  tokens: ({ subject, now }) =>
    sql`SELECT 1 FROM api_token WHERE team_id = ${subject} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`,
  projects: ofTeam("project"),
  environments: ofTeam("environment"),
  applications: ofTeam("application"),
  tags: ({ subject }) => sql`SELECT DISTINCT key FROM resource_tag WHERE team_id = ${subject}`,
  domains: ofTeam("domain"),
  volumes: ofTeam("volume"),
  files: ofTeam("file"),
  servers: ofTeam("server"),
  runners: ofTeam("runner"),
  enrolments: ({ subject, now }) =>
    sql`SELECT 1 FROM enrolment WHERE team_id = ${subject} AND used_at IS NULL AND expires_at > ${now}`,
  sources: ofTeam("source"),
  registries: ofTeam("registry"),
  channels: ofTeam("channel"),
  bulks: ({ subject }) => sql`SELECT 1 FROM bulk WHERE team_id = ${subject} AND state = 'running'`,
  queuedJobs: ({ subject }) => sql`SELECT 1 FROM job WHERE team_id = ${subject} AND state = 'queued'`,
};

/** No more rows are read than decide. Sealed values are base64: four letters for three bytes. */
function countOf({ kind, ...of }: Limited, most: number): SQL {
  if (kind === "variableMiB")
    return sql`SELECT coalesce(sum(octet_length(value)), 0) * 3 / 4 / 1048576.0 FROM variable WHERE team_id = ${of.subject}`;
  if (kind === "fileMiB")
    return sql`SELECT coalesce(sum(size_bytes), 0) / 1048576.0 FROM file WHERE team_id = ${of.subject}`;
  return sql`SELECT count(*) FROM (${rowsOf[kind](of)} LIMIT ${most + 1})`;
}

/** Undoes the whole batch when there are more. SQLite has no RAISE outside triggers; a number that is too large does the same. */
export const refuseBeyond = (db: Database, limited: Limited, most: number): Statement =>
  db.all(sql`SELECT CASE WHEN (${countOf(limited, most)}) <= ${most} THEN 1 ELSE abs(-9223372036854775807 - 1) END`);

export async function countUsed(db: Database, limited: Limited, most: number): Promise<number> {
  const [row] = await db.all<{ used: number }>(sql`SELECT (${countOf(limited, most)}) AS used`);
  return Math.floor(Number(row?.used ?? 0));
}
