import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, asc, desc, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";
import { tagNamesOf } from "../tags/tags.store.ts";
import { targetsOf } from "../targets/targets.store.ts";

const { application, resource, environment, project, destination, server, deployment, domain, job, source } = schema;
/** Settings that cannot be read come as what they are, so that nothing else of the application stops, and they can be set anew. */
const stored = {
  ...getTableColumns(resource),
  ...getTableColumns(application),
  watchPaths: orDamaged(application.watchPaths),
  build: orDamaged(application.build),
  container: orDamaged(application.container),
  health: orDamaged(application.health),
  digestTrouble: orDamaged(application.digestTrouble),
};
const rowOf = (db: Database) =>
  db.select(stored).from(resource).innerJoin(application, eq(application.id, resource.id));
export type ApplicationRow = Awaited<ReturnType<typeof rowOf>>[number];
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
  const [rows, active, latest, domains, removals, targets, tags] = await db.batch([
    db
      .select({
        application: stored,
        environment: { id: environment.id, name: environment.name },
        project: { id: project.id, name: project.name },
        server: { id: server.id, name: server.name, state: server.state },
        serverKind: server.kind,
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
      .where(and(eq(unindexed(job.teamId), teamId), eq(job.subjectId, id), sql`${job.kind} = 'remove'`))
      .orderBy(desc(job.id))
      .limit(1),
    targetsOf(db, teamId, id),
    tagNamesOf(db, teamId, id),
  ]);
  const row = rows[0];
  if (!row) throw notFound("application");
  return { ...row, active: active[0], latest: latest[0], domains, removal: removals[0], targets, tags };
}
export type ApplicationDetail = Awaited<ReturnType<typeof getApplicationDetail>>;

export const insertApplication = (db: Database, row: typeof application.$inferInsert) =>
  db.insert(application).values(row);

/** What only an application has; undefined when nothing of it changes. */
export const updateApplication = (db: Database, teamId: string, { id, set }: { id: string; set: ApplicationChange }) =>
  db
    .update(application)
    .set(set)
    .where(and(eq(application.teamId, teamId), eq(application.id, id)));
