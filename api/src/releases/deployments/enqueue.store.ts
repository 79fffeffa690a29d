import { type Database, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, getTableColumns, inArray, lt, ne, sql } from "drizzle-orm";

const { application, deployment, destination, domain, job, resource, runner, server, source, team, variable } = schema;

const applicationColumns = { ...getTableColumns(application), ...getTableColumns(resource) };

/** Everything a release is compiled from, read at one moment. */
export async function readDeployable(db: Database, teamId: string, applicationId: string) {
  const of = and(eq(resource.teamId, teamId), eq(resource.id, applicationId));
  const [rows, domains, variables] = await db.batch([
    db
      .select({
        application: applicationColumns,
        network: destination.network,
        server,
        source,
        runner,
        wrappedKey: team.wrappedKey,
      })
      .from(resource)
      .innerJoin(application, eq(application.id, resource.id))
      .innerJoin(team, eq(team.id, resource.teamId))
      .innerJoin(destination, eq(destination.id, resource.destinationId))
      .innerJoin(server, eq(server.id, destination.serverId))
      .innerJoin(runner, eq(runner.id, server.runnerId))
      .leftJoin(source, eq(source.id, application.sourceId))
      .where(of),
    db
      .select()
      .from(domain)
      .where(and(eq(unindexed(domain.teamId), teamId), eq(domain.resourceId, applicationId)))
      .orderBy(domain.id),
    db
      .select()
      .from(variable)
      .where(and(eq(unindexed(variable.teamId), teamId), eq(variable.resourceId, applicationId)))
      .orderBy(variable.key),
  ]);
  const [row] = rows;
  return row ? { ...row, domains, variables } : undefined;
}
export type DeployableRows = NonNullable<Awaited<ReturnType<typeof readDeployable>>>;

export const insertDeployment = (db: Database, row: typeof deployment.$inferInsert) =>
  db.insert(deployment).values(row);

/**
 * Never backwards, whichever of two racing deployments comes last. Changes nothing when the application is being removed or gone: the
 * batch hangs on it, so that nothing is begun behind a removal.
 */
export const countDeployment = (db: Database, teamId: string, of: { applicationId: string; number: number }) =>
  db
    .update(resource)
    .set({ deploymentCount: sql`max(${resource.deploymentCount}, ${of.number})` })
    .where(and(eq(resource.teamId, teamId), eq(resource.id, of.applicationId), ne(resource.state, "removing")));

/**
 * A newer deployment takes the place of older ones of its application that nobody has begun, whoever asked: what would have been in the
 * end is the same, and the queue holds one wish of each application.
 */
export function supersedeOlder(
  db: Database,
  teamId: string,
  by: { id: string; applicationId: string; number: number; now: number },
) {
  const neverBegun = db
    .select({ id: job.deploymentId })
    .from(job)
    .where(
      and(
        eq(job.applicationId, by.applicationId),
        sql`${job.kind} = 'deploy' AND ${job.state} = 'queued'`,
        eq(job.attempt, 0),
      ),
    );
  return [
    db
      .update(deployment)
      // It will never run: its variables are not needed, and a queue of pushes must not hold each a copy of them.
      .set({ status: "superseded", supersededBy: by.id, finishedAt: by.now, variables: "" })
      .where(
        and(
          eq(unindexed(deployment.teamId), teamId),
          eq(deployment.resourceId, by.applicationId),
          eq(deployment.status, "queued"),
          ne(deployment.id, by.id),
          lt(deployment.number, by.number),
          inArray(deployment.id, neverBegun),
        ),
      ),
    db
      .update(job)
      .set({ state: "cancelled", finishedAt: by.now, note: "A newer deployment took its place." })
      .where(
        and(
          eq(unindexed(job.teamId), teamId),
          eq(job.applicationId, by.applicationId),
          sql`${job.state} = 'queued'`,
          sql`EXISTS (SELECT 1 FROM deployment d WHERE d.id = ${job.deploymentId} AND d.superseded_by = ${by.id})`,
        ),
      ),
  ] as const;
}

export async function findByNaturalKey(db: Database, applicationId: string, naturalKey: string) {
  const [row] = await db
    .select({ id: deployment.id, number: deployment.number, deliveryId: deployment.deliveryId })
    .from(deployment)
    .where(and(eq(deployment.resourceId, applicationId), eq(deployment.naturalKey, naturalKey)))
    .limit(1);
  return row;
}

/** More never wait behind one another: what waited was superseded by what came before. */
const mostWaiting = 20;

/** Deployments whose place another one took. */
export function listSuperseded(
  db: Database,
  teamId: string,
  by: { id: string; applicationId: string; number: number },
) {
  const before = db
    .select({ id: deployment.id, supersededBy: deployment.supersededBy })
    .from(deployment)
    .where(
      and(
        eq(unindexed(deployment.teamId), teamId),
        eq(deployment.resourceId, by.applicationId),
        lt(deployment.number, by.number),
      ),
    )
    .orderBy(desc(deployment.number))
    .limit(mostWaiting)
    .as("before");
  return db.select({ id: before.id }).from(before).where(eq(before.supersededBy, by.id));
}
