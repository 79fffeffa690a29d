import { type Database, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, inArray, sql } from "drizzle-orm";

const { deployment, job } = schema;

/** A piece of the history of a resource that is about to go. Answers how many deployments went. */
export async function deleteEndedDeployments(db: Database, teamId: string, of: { id: string; limit: number }) {
  const ended = sql`(SELECT d.id FROM deployment d WHERE +d.team_id = ${teamId} AND d.resource_id = ${of.id}
    AND d.status NOT IN ('queued', 'running', 'live', 'cancelling') AND d.is_active = 0 LIMIT ${of.limit})`;
  const gone = await db.delete(deployment).where(inArray(deployment.id, ended)).returning({ id: deployment.id });
  return gone.length;
}

export const listOpenDeployments = (db: Database, teamId: string, resourceId: string) =>
  db
    .select({ id: deployment.id })
    .from(deployment)
    .where(
      and(
        eq(unindexed(deployment.teamId), teamId),
        eq(deployment.resourceId, resourceId),
        inArray(deployment.status, ["queued", "running"]),
      ),
    );

/** Whether anything of this resource may exist on its server: some job that touches it was given out once. */
export async function hasBegunJob(db: Database, teamId: string, resourceId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: job.id })
    .from(job)
    .where(and(eq(unindexed(job.teamId), teamId), eq(job.subjectId, resourceId), sql`${job.attempt} > 0`))
    // What was given out last lies first.
    .orderBy(desc(job.startedAt))
    .limit(1);
  return row !== undefined;
}
