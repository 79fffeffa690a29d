import { type Database, schema, unindexed } from "@fairlead/db";
import type { DeploymentStatus } from "@fairlead/runner/contract";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";
import type { Lane } from "../../rules/next-lanes.ts";

const { apiToken, bulk, bulkMember, deployment, member, user } = schema;

export type NewBulk = typeof bulk.$inferInsert;
export type NewMember = typeof bulkMember.$inferInsert;
export type BulkRow = typeof bulk.$inferSelect;

export const insertBulk = (db: Database, row: NewBulk) => db.insert(bulk).values(row);
export const insertMembers = (db: Database, rows: NewMember[]) => db.insert(bulkMember).values(rows);

export async function findByKey(db: Database, teamId: string, key: string) {
  const [row] = await db
    .select({ id: bulk.id, asked: bulk.asked })
    .from(bulk)
    .where(and(eq(bulk.teamId, teamId), eq(bulk.key, key)))
    .limit(1);
  return row;
}

/** Over all teams. The state is written out as in the partial index. */
export const listDueBulks = (db: Database, { now, limit }: { now: number; limit: number }): Promise<Lane[]> =>
  db
    .select({ key: bulk.id, team: bulk.teamId })
    .from(bulk)
    .where(and(sql`${bulk.state} = 'running'`, sql`${bulk.nextAt} <= ${now}`))
    .orderBy(bulk.nextAt)
    .limit(limit);

export async function findOpenBulk(db: Database, id: string): Promise<BulkRow | undefined> {
  const [row] = await db
    .select()
    .from(bulk)
    .where(and(eq(bulk.id, id), sql`${bulk.state} = 'running'`))
    .limit(1);
  return row;
}

/** The role that whoever asked has by now, and whether the token lives that was asked with. */
export async function findAsker(db: Database, { teamId, createdBy, via, credentialId }: BulkRow) {
  const [row] = await db
    .select({ role: member.role, revokedAt: apiToken.revokedAt, tokenId: apiToken.id })
    .from(member)
    .leftJoin(apiToken, and(eq(apiToken.id, credentialId), sql`${via} = 'token'`))
    .where(and(eq(member.teamId, teamId), eq(member.userId, createdBy)))
    .limit(1);
  const hasToken = via === "session" || (row?.tokenId != null && row.revokedAt === null);
  return row && hasToken ? row.role : null;
}

export const listWaiting = (db: Database, bulkId: string, limit: number) =>
  db
    .select({ resourceId: bulkMember.resourceId })
    .from(bulkMember)
    .where(and(eq(bulkMember.bulkId, bulkId), sql`${bulkMember.state} = 'waiting'`))
    .orderBy(bulkMember.position)
    .limit(limit);

type One = { bulkId: string; resourceId: string };
const isWaiting = ({ bulkId, resourceId }: One) =>
  and(eq(bulkMember.bulkId, bulkId), eq(bulkMember.resourceId, resourceId), sql`+${bulkMember.state} = 'waiting'`);

/** In the batch that begins it, so that it is begun once, whoever else is at it and whenever that died. */
export const markBegun = (db: Database, { deploymentId, jobIds, ...one }: One & Begun) =>
  db
    .update(bulkMember)
    .set({ state: "begun", deploymentId, jobIds: jobIds && JSON.stringify(jobIds) })
    .where(isWaiting(one));
export type Begun = { deploymentId: string | null; jobIds: readonly string[] | null };

export const skipMember = (db: Database, { reason, now, ...one }: One & { reason: string; now: number }) =>
  db.update(bulkMember).set({ state: "skipped", reason, finishedAt: now }).where(isWaiting(one));

export const skipWaiting = (db: Database, bulkId: string, { reason, now }: { reason: string; now: number }) =>
  db
    .update(bulkMember)
    .set({ state: "skipped", reason, finishedAt: now })
    .where(and(eq(bulkMember.bulkId, bulkId), sql`${bulkMember.state} = 'waiting'`));

type Ended = One & { state: "succeeded" | "failed" | "skipped"; reason: string | null; now: number };
export const endMember = (db: Database, { bulkId, resourceId, state, reason, now }: Ended) =>
  db
    .update(bulkMember)
    .set({ state, reason, finishedAt: now })
    .where(
      and(eq(bulkMember.bulkId, bulkId), eq(bulkMember.resourceId, resourceId), sql`+${bulkMember.state} = 'begun'`),
    );

export const postponeBulk = (db: Database, id: string, nextAt: number) =>
  db
    .update(bulk)
    .set({ nextAt })
    .where(and(eq(bulk.id, id), sql`${bulk.state} = 'running'`));

/** Ends it when nothing of it is open; answers whether it did. */
export async function finishBulk(db: Database, id: string, now: number): Promise<boolean> {
  const ended = await db
    .update(bulk)
    .set({ state: "ended", finishedAt: now })
    .where(
      and(
        eq(bulk.id, id),
        sql`${bulk.state} = 'running'`,
        sql`NOT EXISTS (SELECT 1 FROM bulk_member w WHERE w.bulk_id = ${id} AND w.state = 'waiting')`,
        sql`NOT EXISTS (SELECT 1 FROM bulk_member b WHERE b.bulk_id = ${id} AND b.state = 'begun')`,
      ),
    )
    .returning({ id: bulk.id });
  return ended.length > 0;
}

/** Jobs go sooner than operations do. */
const jobsOf = sql<string>`(
  SELECT json_group_array(json_object('state', j.state, 'note', iif(typeof(j.note) = 'text', j.note, NULL),
    'sentence', iif(json_valid(j.outcome), j.outcome ->> '$.cause.sentence', NULL)))
  FROM json_each(iif(json_valid(${bulkMember.jobIds}), ${bulkMember.jobIds}, '[]')) e CROSS JOIN job j ON j.id = e.value)`;

const memberFacts = {
  resourceId: bulkMember.resourceId,
  name: bulkMember.name,
  state: bulkMember.state,
  reason: bulkMember.reason,
  deploymentId: bulkMember.deploymentId,
  deploymentStatus: sql<DeploymentStatus | null>`${deployment.status}`,
  sentence: sql<string | null>`iif(json_valid(${deployment.cause}), ${deployment.cause} ->> '$.sentence', NULL)`,
  jobs: jobsOf,
};
const members = (db: Database) =>
  db.select(memberFacts).from(bulkMember).leftJoin(deployment, eq(deployment.id, bulkMember.deploymentId));
export type MemberRow = Awaited<ReturnType<typeof members>>[number];

/** Those that were begun and are not known to have ended. */
export const listBegun = (db: Database, bulkId: string) =>
  members(db).where(and(eq(bulkMember.bulkId, bulkId), sql`${bulkMember.state} = 'begun'`));

export const listMembers = (db: Database, teamId: string, bulkId: string) =>
  members(db)
    .where(and(eq(unindexed(bulkMember.teamId), teamId), eq(bulkMember.bulkId, bulkId)))
    .orderBy(bulkMember.position);

const shown = {
  id: bulk.id,
  teamId: bulk.teamId,
  verb: bulk.verb,
  tag: bulk.tag,
  projectId: bulk.projectId,
  environmentId: bulk.environmentId,
  state: bulk.state,
  createdBy: bulk.createdBy,
  createdByName: user.name,
  createdAt: bulk.createdAt,
  finishedAt: bulk.finishedAt,
};

export async function readBulk(db: Database, teamId: string, id: string) {
  const [row] = await db
    .select(shown)
    .from(bulk)
    .leftJoin(user, eq(user.id, bulk.createdBy))
    .where(and(eq(bulk.teamId, teamId), eq(bulk.id, id)))
    .limit(1);
  if (!row) throw notFound("bulk");
  return row;
}
export type ShownBulk = Awaited<ReturnType<typeof readBulk>>;

const states = sql<string>`(SELECT json_group_array(m.state) FROM bulk_member m WHERE m.bulk_id = ${bulk.id})`;

/** The newest first, each with the states of its members. */
export const listBulkRows = (
  db: Database,
  teamId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) =>
  db
    .select({ ...shown, states })
    .from(bulk)
    .leftJoin(user, eq(user.id, bulk.createdBy))
    .where(and(eq(bulk.teamId, teamId), cursor ? lt(bulk.id, cursor) : undefined))
    .orderBy(desc(bulk.id))
    .limit(limit + 1);
