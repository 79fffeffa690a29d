import { type Database, schema, unindexed } from "@fairlead/db";
import { deployStep } from "@fairlead/runner/contract";
import { and, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";

const { deployment, job, step } = schema;

/** Text of the frozen spec at this path; null where what is kept cannot be read. */
const inSpec = (path: string) =>
  sql<string | null>`iif(json_valid(${deployment.spec}), ${deployment.spec} -> ${path}, NULL)`;

/** How a deployment was frozen to go, as JSON texts. */
export async function findFrozenRollout(db: Database, teamId: string, id: string) {
  const [row] = await db
    .select({ procedure: inSpec("$.procedure"), stopGraceSeconds: inSpec("$.container.stopGraceSeconds") })
    .from(deployment)
    .where(and(eq(unindexed(deployment.teamId), teamId), eq(deployment.id, id)))
    .limit(1);
  return row;
}

/** Further back than these nobody looks. */
const lastOnes = 3;

/** What the last deployments that got through took from their start until they answered, each in milliseconds. */
export async function listStartTimes(db: Database, teamId: string, resourceId: string): Promise<number[]> {
  const last = db
    .select({ id: deployment.id })
    .from(deployment)
    .where(
      and(
        eq(unindexed(deployment.teamId), teamId),
        eq(deployment.resourceId, resourceId),
        eq(deployment.status, "succeeded"),
      ),
    )
    .orderBy(desc(deployment.id))
    .limit(lastOnes);
  const rows = await db
    .select({ jobId: job.id, durationMs: step.durationMs })
    .from(job)
    .innerJoin(step, and(eq(step.jobId, job.id), eq(step.attempt, job.attempt)))
    .where(
      and(
        eq(unindexed(job.teamId), teamId),
        inArray(job.deploymentId, last),
        inArray(step.name, [deployStep.start.name, deployStep.ready.name]),
        isNotNull(step.durationMs),
      ),
    );
  // Of each two rows, and of three deployments: grouping them there would sort.
  const sums = new Map<string, number>();
  for (const { jobId, durationMs } of rows) sums.set(jobId, (sums.get(jobId) ?? 0) + (durationMs ?? 0));
  return [...sums.values()];
}
