import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";
import type { JobRow } from "../../kit/work-kinds.ts";
import { addressed } from "../../work/jobs/addressed.ts";

const { application, deployment, deploymentTarget, destination, resourceTarget, server, source, team } = schema;

// Read at claim time for the runner that holds the lease; the job names every row, and each is of the job's team.

/** The source that a deployment was enqueued with: another one that its application was given since is none of its business. */
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
      server: { ...addressed, proxy: server.proxy },
      application: {
        id: application.id,
        image: application.image,
        registryUser: application.registryUser,
        registryPassword: application.registryPassword,
      },
      source,
      wrappedKey: team.wrappedKey,
    })
    .from(deployment)
    .innerJoin(application, eq(application.id, deployment.resourceId))
    .innerJoin(team, eq(team.id, deployment.teamId))
    .innerJoin(server, eq(server.id, job.serverId ?? ""))
    .leftJoin(deploymentTarget, eq(deploymentTarget.jobId, job.id))
    .leftJoin(destination, eq(destination.id, deploymentTarget.destinationId))
    .leftJoin(source, and(eq(source.id, frozenSource), eq(unindexed(source.teamId), job.teamId)))
    .where(and(eq(deployment.id, job.deploymentId ?? ""), eq(deployment.teamId, job.teamId)))
    .limit(1);
  return row;
}

export async function readApplicationRows(db: Database, job: JobRow) {
  const [row] = await db
    .select({
      server: addressed,
      container: orDamaged(application.container),
      activeDeployment: resourceTarget.deploymentId,
    })
    .from(application)
    .innerJoin(server, eq(server.id, job.serverId ?? ""))
    .leftJoin(
      resourceTarget,
      and(
        eq(resourceTarget.resourceId, application.id),
        sql`${resourceTarget.destinationId} IN (SELECT d.id FROM destination d WHERE d.server_id = ${server.id})`,
      ),
    )
    .where(and(eq(application.teamId, job.teamId), eq(application.id, job.applicationId ?? "")))
    .limit(1);
  return row;
}
