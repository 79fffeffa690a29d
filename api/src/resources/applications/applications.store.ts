import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, asc, desc, eq, getTableColumns, inArray, isNull, sql } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";

const { application, resource, environment, project, destination, server, runner, deployment, domain, job, source } =
  schema;
/** Settings that cannot be read come as what they are, so that nothing else of the application stops, and they can be set anew. */
const stored = {
  ...getTableColumns(resource),
  ...getTableColumns(application),
  watchPaths: orDamaged(application.watchPaths),
  build: orDamaged(application.build),
  container: orDamaged(application.container),
  health: orDamaged(application.health),
};
const rowOf = (db: Database) =>
  db.select(stored).from(resource).innerJoin(application, eq(application.id, resource.id));
export type ApplicationRow = Awaited<ReturnType<typeof rowOf>>[number];
export type ResourceChange = Partial<typeof resource.$inferInsert>;
export type ApplicationChange = Partial<typeof application.$inferInsert>;

const inTeam = (teamId: string, id: string) => and(eq(resource.teamId, teamId), eq(resource.id, id));

export async function getApplicationRow(db: Database, teamId: string, id: string): Promise<ApplicationRow> {
  const [row] = await rowOf(db).where(inTeam(teamId, id)).limit(1);
  if (!row) throw notFound("application");
  return row;
}

const summary = {
  id: deployment.id,
  number: deployment.number,
  status: deployment.status,
  commit: deployment.commit,
  commitSubject: deployment.commitSubject,
  commitAuthor: deployment.commitAuthor,
  rollbackOf: deployment.rollbackOf,
  createdAt: deployment.createdAt,
  liveAt: deployment.liveAt,
  finishedAt: deployment.finishedAt,
};

/** All that the page of one application shows, read at one moment. */
export async function getApplicationDetail(db: Database, teamId: string, id: string) {
  const ofApplication = and(eq(unindexed(deployment.teamId), teamId), eq(deployment.resourceId, id));
  const [rows, active, latest, domains, removals] = await db.batch([
    db
      .select({
        application: stored,
        environment: { id: environment.id, name: environment.name },
        project: { id: project.id, name: project.name },
        server: { id: server.id, name: server.name, state: server.state },
        forge: source.forge,
      })
      .from(resource)
      .innerJoin(application, eq(application.id, resource.id))
      .innerJoin(environment, eq(environment.id, resource.environmentId))
      .innerJoin(project, eq(project.id, environment.projectId))
      .innerJoin(destination, eq(destination.id, resource.destinationId))
      .innerJoin(server, eq(server.id, destination.serverId))
      .leftJoin(source, eq(source.id, application.sourceId))
      .where(inTeam(teamId, id))
      .limit(1),
    db
      .select({ ...summary, configVersion: deployment.configVersion })
      .from(deployment)
      .where(and(ofApplication, sql`${deployment.isActive} = 1`))
      .limit(1),
    db.select(summary).from(deployment).where(ofApplication).orderBy(desc(deployment.number)).limit(1),
    db
      .select()
      .from(domain)
      .where(and(eq(unindexed(domain.teamId), teamId), eq(domain.resourceId, id), isNull(domain.redirectTo)))
      .orderBy(asc(domain.id)),
    db
      .select({ state: job.state, outcome: job.outcome })
      .from(job)
      .where(and(eq(unindexed(job.teamId), teamId), eq(job.applicationId, id), sql`${job.kind} = 'remove'`))
      .orderBy(desc(job.id))
      .limit(1),
  ]);
  const row = rows[0];
  if (!row) throw notFound("application");
  return { ...row, active: active[0], latest: latest[0], domains, removal: removals[0] };
}
export type ApplicationDetail = Awaited<ReturnType<typeof getApplicationDetail>>;

/** Where an application runs, for jobs and routes. */
export async function getPlacement(db: Database, teamId: string, destinationId: string) {
  const [row] = await db
    .select({
      id: server.id,
      teamId: server.teamId,
      name: server.name,
      host: server.host,
      state: server.state,
      proxy: server.proxy,
      runnerId: server.runnerId,
      runnerName: runner.name,
      runnerLastSeenAt: runner.lastSeenAt,
      runnerRevokedAt: runner.revokedAt,
    })
    .from(destination)
    .innerJoin(server, eq(server.id, destination.serverId))
    .innerJoin(runner, eq(runner.id, server.runnerId))
    .where(and(eq(destination.teamId, teamId), eq(destination.id, destinationId)))
    .limit(1);
  if (!row) throw notFound("destination");
  return row;
}
export type Placement = Awaited<ReturnType<typeof getPlacement>>;

export const insertResource = (db: Database, row: typeof resource.$inferInsert) => db.insert(resource).values(row);
export const insertApplication = (db: Database, row: typeof application.$inferInsert) =>
  db.insert(application).values(row);

type Change = { id: string; set: ResourceChange; now: number; isConfig: boolean };

/** With `isConfig` the change counts as one that a deployment must bring out, with `revision` it holds for that one only. */
export const updateResource = (
  db: Database,
  teamId: string,
  { id, revision, set, now, isConfig }: Change & { revision?: number },
) =>
  db
    .update(resource)
    .set({
      ...set,
      ...(revision === undefined ? {} : { revision: revision + 1 }),
      ...(isConfig ? { configVersion: sql`${resource.configVersion} + 1` } : {}),
      updatedAt: now,
    })
    .where(and(inTeam(teamId, id), revision === undefined ? undefined : eq(resource.revision, revision)));

/** What only an application has; undefined when nothing of it changes. */
export const updateApplication = (db: Database, teamId: string, { id, set }: { id: string; set: ApplicationChange }) =>
  db
    .update(application)
    .set(set)
    .where(and(eq(application.teamId, teamId), eq(application.id, id)));

const raised = sql`${resource.variablesRevision} + 1`;

/** Statement for the batch of a change of variables. With a revision it holds for the set that was read. */
export const touchVariables = (
  db: Database,
  teamId: string,
  { id, revision, now }: { id: string; revision?: number; now: number },
) =>
  db
    .update(resource)
    .set({ variablesRevision: raised, configVersion: sql`${resource.configVersion} + 1`, updatedAt: now })
    .where(and(inTeam(teamId, id), revision === undefined ? undefined : eq(resource.variablesRevision, revision)));

/** A piece of the history of an application that is about to go. Answers how many deployments went. */
export async function deleteEndedDeployments(db: Database, teamId: string, of: { id: string; limit: number }) {
  const ended = sql`(SELECT d.id FROM deployment d WHERE +d.team_id = ${teamId} AND d.resource_id = ${of.id}
    AND d.status NOT IN ('queued', 'running', 'live', 'cancelling') AND d.is_active = 0 LIMIT ${of.limit})`;
  const gone = await db.delete(deployment).where(inArray(deployment.id, ended)).returning({ id: deployment.id });
  return gone.length;
}

export const deleteResource = (db: Database, teamId: string, id: string) =>
  db.delete(resource).where(inTeam(teamId, id));

/** The same, unless a job that touches it was given out since that was asked (`hasBegunJob`). */
export const deleteUntouched = (db: Database, teamId: string, id: string) =>
  db
    .delete(resource)
    .where(
      and(
        inTeam(teamId, id),
        sql`NOT EXISTS (SELECT 1 FROM job WHERE +job.team_id = ${teamId} AND job.application_id = ${id} AND job.attempt > 0)`,
      ),
    );

export const listOpenDeployments = (db: Database, teamId: string, applicationId: string) =>
  db
    .select({ id: deployment.id })
    .from(deployment)
    .where(
      and(
        eq(unindexed(deployment.teamId), teamId),
        eq(deployment.resourceId, applicationId),
        inArray(deployment.status, ["queued", "running"]),
      ),
    );

/** Whether anything of this application may exist on its server: some job that touches it was given out once. */
export async function hasBegunJob(db: Database, teamId: string, applicationId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: job.id })
    .from(job)
    .where(and(eq(unindexed(job.teamId), teamId), eq(job.applicationId, applicationId), sql`${job.attempt} > 0`))
    // What was given out last lies first.
    .orderBy(desc(job.startedAt))
    .limit(1);
  return row !== undefined;
}
