import { type Database, schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";

const { deployment, deploymentTarget, job, logChunk } = schema;

/** A deployment, and of several servers the one that is meant: the first unless another one is named. */
export type LogOf = { deploymentId: string; server?: string | undefined };

/** The job whose log is the deployment's, found by the deployment's team. `job` is null while none was made. */
export async function getLogJob(db: Database, teamId: string, { deploymentId, server }: LogOf) {
  const [row] = await db
    .select({
      deployment: { number: deployment.number, status: deployment.status },
      job: {
        id: job.id,
        state: job.state,
        attempt: job.attempt,
        chunkCount: job.chunkCount,
        logSizeBytes: job.logSizeBytes,
      },
    })
    .from(deployment)
    .leftJoin(deploymentTarget, eq(deploymentTarget.deploymentId, deployment.id))
    .leftJoin(job, eq(job.id, deploymentTarget.jobId))
    .where(
      and(
        eq(deployment.teamId, teamId),
        eq(deployment.id, deploymentId),
        server === undefined ? undefined : eq(job.serverId, server),
      ),
    )
    .orderBy(deploymentTarget.position)
    .limit(1);
  if (!row) throw notFound("deployment");
  return row;
}
export type LogJob = NonNullable<Awaited<ReturnType<typeof getLogJob>>["job"]>;

export type LogPlace = { attempt: number; seq: number };

/** Ordered by (attempt, seq), never by time. The job was found by its team. */
export const listChunks = (db: Database, jobId: string, page: { after: LogPlace; limit: number }) =>
  db
    .select({
      attempt: logChunk.attempt,
      seq: logChunk.seq,
      step: logChunk.step,
      stream: logChunk.stream,
      at: logChunk.at,
      text: logChunk.text,
    })
    .from(logChunk)
    .where(
      and(
        eq(logChunk.jobId, jobId),
        sql`(${logChunk.attempt}, ${logChunk.seq}) > (${page.after.attempt}, ${page.after.seq})`,
      ),
    )
    .orderBy(logChunk.attempt, logChunk.seq)
    .limit(page.limit);

export async function countChunks(db: Database, of: { jobId: string; attempt: number }): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)` })
    .from(logChunk)
    .where(and(eq(logChunk.jobId, of.jobId), eq(logChunk.attempt, of.attempt)));
  return row?.count ?? 0;
}
