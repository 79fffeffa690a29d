import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import type { StepStatus } from "@fairlead/runner/contract";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { JobRow } from "../../kit/work-kinds.ts";
import { isAt } from "../../resources/state.store.ts";
import { addressed } from "../../work/jobs/addressed.ts";

const { deployment, deploymentTarget, destination, job, resource, resourceTarget, server, source, step, team } = schema;

// Read at claim time for the runner that holds the lease; the job names every row, and each is of the job's team.

/** The source that a deployment was enqueued with: another one that its resource was given since is none of its business. */
const frozenSource = sql`CASE WHEN json_valid(${deployment.spec}) THEN ${deployment.spec} ->> '$.source.source' END`;

/** Everything one deploy needs, in one query: frozen spec, target, and the sealed secrets as they are now. */
export async function readDeployRows(db: Database, job: JobRow) {
  const [row] = await db
    .select({
      deployment: {
        id: deployment.id,
        spec: orDamaged(deployment.spec),
        variables: deployment.variables,
        rollbackOf: deployment.rollbackOf,
        commit: deployment.commit,
      },
      /** null: made before there were targets, or its target is gone. */
      at: { image: deploymentTarget.image, network: destination.network },
      server: {
        ...addressed,
        proxy: server.proxy,
        httpProxy: server.httpProxy,
        httpsProxy: server.httpsProxy,
        noProxy: server.noProxy,
      },
      resourceId: deployment.resourceId,
      source,
      wrappedKey: team.wrappedKey,
    })
    .from(deployment)
    .innerJoin(team, eq(team.id, deployment.teamId))
    .innerJoin(server, eq(server.id, job.serverId ?? ""))
    .leftJoin(deploymentTarget, eq(deploymentTarget.jobId, job.id))
    .leftJoin(destination, eq(destination.id, deploymentTarget.destinationId))
    .leftJoin(source, and(eq(source.id, frozenSource), eq(unindexed(source.teamId), job.teamId)))
    .where(and(eq(deployment.id, job.deploymentId ?? ""), eq(deployment.teamId, job.teamId)))
    .limit(1);
  return row;
}

type Ended = { name: string; statuses: readonly StepStatus[] };

/** Whether another job of this deployment has come to this end of a step. */
export async function ranElsewhere(
  db: Database,
  { id, deploymentId }: JobRow,
  { name, statuses }: Ended,
): Promise<boolean> {
  const rows = await db
    .select({ name: step.name })
    .from(job)
    .innerJoin(step, eq(step.jobId, job.id))
    .where(
      and(
        eq(job.deploymentId, deploymentId ?? ""),
        ne(job.id, id),
        eq(step.name, name),
        inArray(step.status, [...statuses]),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Whether the deployment has a target further down in its list than the one of this job. */
export async function hasTargetAfter(db: Database, { id, deploymentId, teamId }: JobRow): Promise<boolean> {
  const rows = await db
    .select({ position: deploymentTarget.position })
    .from(deploymentTarget)
    .where(
      and(
        eq(deploymentTarget.deploymentId, deploymentId ?? ""),
        eq(unindexed(deploymentTarget.teamId), teamId),
        sql`${deploymentTarget.position} > (SELECT own.position FROM deployment_target own WHERE own.job_id = ${id})`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** The server that a job on one resource runs on, and the release that serves there; undefined where it has no place any more. */
export async function readPlacedRows(db: Database, job: JobRow) {
  const [row] = await db
    .select({ server: addressed, activeDeployment: resourceTarget.deploymentId })
    .from(resource)
    .innerJoin(server, eq(server.id, job.serverId ?? ""))
    .innerJoin(
      resourceTarget,
      and(
        eq(resourceTarget.resourceId, resource.id),
        sql`${resourceTarget.destinationId} IN (SELECT d.id FROM destination d WHERE d.server_id = ${server.id})`,
      ),
    )
    .where(and(eq(resource.teamId, job.teamId), eq(resource.id, job.subjectId)))
    .limit(1);
  return row;
}

/** Whether it is to run on the server of this job: then nothing of it may be removed there. */
export async function isToStay(db: Database, job: JobRow): Promise<boolean> {
  const rows = await db
    .select({ id: resource.id })
    .from(resourceTarget)
    .innerJoin(resource, eq(resource.id, resourceTarget.resourceId))
    .where(
      and(
        isAt({ resourceId: job.subjectId, serverId: job.serverId ?? "" }),
        sql`${resourceTarget.state} <> 'removing' AND ${resource.state} <> 'removing'`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}
