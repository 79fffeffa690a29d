import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { WaitingFacts } from "../../rules/waiting-reason.ts";

const { job, runner, server } = schema;

/** What may hold each of these queued jobs back. Jobs that are not queued are left out. */
export async function readWaitingFacts(db: Database, teamId: string, jobIds: readonly string[]) {
  if (jobIds.length === 0) return new Map<string, WaitingFacts>();
  const rows = await db
    .select({
      id: job.id,
      subject: { kind: job.subjectKind, id: job.subjectId },
      queuedAt: job.createdAt,
      availableAt: job.availableAt,
      attempt: job.attempt,
      isBuild: job.isBuild,
      needsContract: job.needsContract,
      runner: {
        name: runner.name,
        lastSeenAt: runner.lastSeenAt,
        revokedAt: runner.revokedAt,
        version: runner.version,
        contract: runner.contract,
      },
      server: { name: server.name, state: server.state, buildConcurrency: server.buildConcurrency },
      lockHolder: sql<
        string | null
      >`(SELECT r.kind FROM job r WHERE r.state = 'running' AND r.lock_key = ${job.lockKey})`,
      ahead: sql<number>`(SELECT count(*) FROM job q WHERE q.state = 'queued' AND +q.runner_id = ${job.runnerId}
        AND q.lock_key = ${job.lockKey} AND q.id <> ${job.id}
        AND (1 - q.goes_first, q.created_at, q.id) < (1 - ${job.goesFirst}, ${job.createdAt}, ${job.id}))`,
      runningBuilds: sql<number>`(SELECT count(*) FROM job r WHERE r.state = 'running' AND r.is_build = 1
        AND r.server_id = ${job.serverId})`,
      runnerJobs: sql<number>`(SELECT count(*) FROM job r WHERE r.state = 'running' AND r.runner_id = ${job.runnerId})`,
    })
    .from(job)
    .innerJoin(runner, eq(runner.id, job.runnerId))
    .leftJoin(server, eq(server.id, job.serverId))
    .where(and(eq(unindexed(job.teamId), teamId), inArray(job.id, [...jobIds]), sql`${job.state} = 'queued'`));
  return new Map<string, WaitingFacts>(rows.map(({ id, ...facts }) => [id, facts]));
}
