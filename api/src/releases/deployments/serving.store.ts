import { type Database, schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";
import { type At, isAt } from "../../resources/state.store.ts";

const { deployment, resourceTarget } = schema;

/** The newest release that serves at any target. */
const newestServing = (resourceId: string) => sql`(
  SELECT n.id FROM resource_target t JOIN deployment n ON n.id = t.deployment_id
  WHERE t.resource_id = ${resourceId} ORDER BY n.number DESC LIMIT 1)`;

/** After it changed what serves at a target: the newest release is the resource's own, and who serves another one is behind. */
export const followServing = (db: Database, resourceId: string) =>
  [
    db
      .update(deployment)
      .set({ isActive: false })
      .where(
        and(
          eq(deployment.resourceId, resourceId),
          sql`${deployment.isActive} = 1`,
          sql`${deployment.id} IS NOT ${newestServing(resourceId)}`,
        ),
      ),
    db
      .update(deployment)
      .set({ isActive: true })
      .where(and(sql`${deployment.id} = ${newestServing(resourceId)}`, eq(deployment.isActive, false))),
    db
      .update(resourceTarget)
      .set({ isBehind: sql`${resourceTarget.deploymentId} IS NOT ${newestServing(resourceId)}` })
      .where(eq(resourceTarget.resourceId, resourceId)),
  ] as const;

/** The release of this job serves at its target from now on, unless it was ended there by something else. */
export const serveAt = (db: Database, jobId: string, { resourceId, deploymentId }: Served) =>
  db
    .update(resourceTarget)
    .set({ deploymentId })
    .where(
      and(
        eq(resourceTarget.resourceId, resourceId),
        sql`${resourceTarget.destinationId} = (SELECT t.destination_id FROM deployment_target t
          WHERE t.job_id = ${jobId} AND t.status IN ('queued', 'running', 'live', 'cancelling'))`,
      ),
    );
type Served = { resourceId: string; deploymentId: string };

/** What a look at one server found is the truth: the release that runs there is the one that serves there. */
export const adoptObserved = (db: Database, at: At, live: string | null) =>
  [
    db
      .update(resourceTarget)
      .set({
        deploymentId: sql`(SELECT d.id FROM deployment d WHERE d.id = ${live} AND d.resource_id = ${at.resourceId})`,
      })
      .where(isAt(at)),
    ...followServing(db, at.resourceId),
  ] as const;
