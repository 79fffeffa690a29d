import { type Database, orDamaged, schema, unindexed } from "@fairlead/db";
import { and, desc, eq, lt, ne, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { notFound } from "../../rules/errors.ts";
import { resourceNotFound } from "../../rules/resource-words.ts";
import type { DeploymentQuery } from "./deployments.schemas.ts";

const { resource, deployment, deploymentTarget, job, step, user } = schema;

/** Further back than this many releases that ran an image already counted, no other one is looked for. */
const lookedAt = sql.raw("100");
/** These judge the version itself: the runner gave the traffic back and removed it. Whatever else ends a deployment leaves it serving. */
const takenBack = sql.raw("'crashed', 'out-of-memory', 'never-ready', 'wrong-port', 'loopback-only', 'verify-failed'");

/**
 * The images that servers keep of some applications, to be joined to a list of deployments, once for all its rows: the rule of
 * `keptImages`, over the releases that served. One whose end nobody heard of left a container that the runner counts, though its image
 * is not known here. From each image the newest release before it with yet another one is looked up, so what is read is what is kept,
 * however many releases there were. The first condition is written out as in the partial index, which is used only for the same words.
 */
const keptImagesOf = (resourceIds: SQLWrapper) => sql`(
  WITH RECURSIVE kept(resource_id, keep, place, number, image, seen) AS (
    SELECT a.id, a.keep_releases, 0, 9e15, NULL, '|' FROM resource a WHERE a.id IN ${resourceIds}
    UNION ALL
    SELECT kept.resource_id, kept.keep, kept.place + 1, n.number, coalesce(n.image, n.id),
      kept.seen || coalesce(n.image, n.id) || '|'
    FROM kept CROSS JOIN deployment n ON n.id = (
      SELECT served.id FROM (
        SELECT k.id AS id, coalesce(k.image, k.id) AS image FROM deployment k
        WHERE k.resource_id = kept.resource_id AND k.number < kept.number AND (k.status = 'succeeded' OR k.is_active = 1
          OR (k.status = 'failed' AND k.live_at IS NOT NULL))
          AND (k.status <> 'failed' OR k.is_active = 1 OR iif(json_valid(k.cause), k.cause ->> 'class', '') NOT IN (${takenBack})
            OR EXISTS (SELECT 1 FROM deployment_target t WHERE t.deployment_id = k.id AND t.status = 'succeeded'))
        ORDER BY k.number DESC LIMIT ${lookedAt}) served
      WHERE instr(kept.seen, '|' || served.image || '|') = 0 LIMIT 1)
    WHERE kept.place < kept.keep)
  SELECT resource_id, image FROM kept WHERE place > 0) kept`;

/** Of a release that failed as a whole: some of its servers may have it all the same. */
const servedSomewhere = sql`EXISTS (SELECT 1 FROM deployment_target t WHERE t.deployment_id = ${deployment.id} AND t.status = 'succeeded')`;

/** Which of them is the image of the deployment that is listed. */
const isOfDeployment = and(
  eq(sql`kept.resource_id`, deployment.resourceId),
  eq(sql`kept.image`, deployment.image),
  sql`(${deployment.status} = 'succeeded' OR (${deployment.status} = 'failed' AND ${servedSomewhere}))`,
);
const isImageKept = sql`(kept.image IS NOT NULL)`.mapWith(Boolean);

/** Without the frozen spec and the sealed variables: lists never need them. */
const shown = {
  id: deployment.id,
  teamId: deployment.teamId,
  resourceId: deployment.resourceId,
  applicationName: resource.name,
  number: deployment.number,
  trigger: deployment.trigger,
  status: deployment.status,
  ref: deployment.ref,
  commit: deployment.commit,
  commitSubject: deployment.commitSubject,
  commitAuthor: deployment.commitAuthor,
  deliveryId: deployment.deliveryId,
  createdBy: deployment.createdBy,
  createdByName: user.name,
  rollbackOf: deployment.rollbackOf,
  cause: orDamaged(deployment.cause),
  isActive: deployment.isActive,
  isImageKept,
  servedSomewhere: servedSomewhere.mapWith(Boolean),
  image: deployment.image,
  configVersion: deployment.configVersion,
  currentConfigVersion: resource.configVersion,
  supersededBy: deployment.supersededBy,
  createdAt: deployment.createdAt,
  startedAt: deployment.startedAt,
  liveAt: deployment.liveAt,
  finishedAt: deployment.finishedAt,
  jobId: job.id,
  attempt: job.attempt,
  note: job.note,
};

/** Of the first of its targets: that one's steps and log are shown unless another one is asked for. */
const firstJobOf = (deploymentId: SQLWrapper) => sql`(
  SELECT t.job_id FROM deployment_target t WHERE t.deployment_id = ${deploymentId} ORDER BY t.position LIMIT 1)`;

/** The newest of those that fit, each with whether the server keeps its image: asked once for all. */
const selectShown = (db: Database, { where, limit }: { where: SQL | undefined; limit: number }) => {
  const page = db
    .select({ resourceId: deployment.resourceId })
    .from(deployment)
    .where(where)
    .orderBy(desc(deployment.id))
    .limit(limit);
  return db
    .select(shown)
    .from(deployment)
    .innerJoin(resource, eq(resource.id, deployment.resourceId))
    .leftJoin(user, eq(user.id, deployment.createdBy))
    .leftJoin(job, eq(job.id, firstJobOf(deployment.id)))
    .leftJoin(keptImagesOf(page), isOfDeployment)
    .where(where)
    .orderBy(desc(deployment.id))
    .limit(limit);
};

export type DeploymentRow = Awaited<ReturnType<typeof listDeploymentRows>>[number];

export const listDeploymentRows = (
  db: Database,
  teamId: string,
  { limit, cursor, status, resourceId }: DeploymentQuery & { resourceId?: string },
) =>
  selectShown(db, {
    where: and(
      eq(unindexed(deployment.teamId, resourceId !== undefined), teamId),
      resourceId ? eq(deployment.resourceId, resourceId) : undefined,
      status ? eq(deployment.status, status) : undefined,
      cursor ? lt(deployment.id, cursor) : undefined,
    ),
    limit: limit + 1,
  });

export async function getDeploymentRow(db: Database, teamId: string, id: string): Promise<DeploymentRow> {
  const [row] = await selectShown(db, { where: and(eq(deployment.teamId, teamId), eq(deployment.id, id)), limit: 1 });
  if (!row) throw notFound("deployment");
  return row;
}

/** Frozen spec and sealed variables of one deployment, for redeploy and rollback. */
export async function getFrozenRow(db: Database, teamId: string, id: string) {
  const [row] = await db
    .select({ spec: deployment.spec, variables: deployment.variables, configVersion: deployment.configVersion })
    .from(deployment)
    .where(and(eq(deployment.teamId, teamId), eq(deployment.id, id)))
    .limit(1);
  if (!row) throw notFound("deployment");
  return row;
}

/** Secret variables that this release let its Dockerfile take as arguments. A spec that does not parse names none. */
export async function listAllowedArguments(db: Database, teamId: string, id: string): Promise<string[]> {
  const spec = sql`iif(json_valid(${deployment.spec}), ${deployment.spec}, '{}')`;
  const rows = await db
    .select({ key: sql<string>`each.value ->> 'key'` })
    .from(sql`${deployment}, json_each(${spec}, '$.env') each`)
    .where(and(eq(deployment.teamId, teamId), eq(deployment.id, id), sql`each.value ->> 'argument' = 'warned'`));
  return rows.map(({ key }) => key);
}

/** The job that brought a deployment out on one server. */
export async function getTargetJob(db: Database, { id, teamId }: Pick<DeploymentRow, "id" | "teamId">, server: string) {
  const [row] = await db
    .select({ jobId: job.id, attempt: job.attempt })
    .from(deploymentTarget)
    .innerJoin(job, eq(job.id, deploymentTarget.jobId))
    .where(
      and(
        eq(unindexed(deploymentTarget.teamId), teamId),
        eq(deploymentTarget.deploymentId, id),
        eq(job.serverId, server),
      ),
    )
    .limit(1);
  if (!row) throw notFound("server");
  return row;
}

/** What the job of a deployment ended with, as it is stored. */
export async function findOutcome(db: Database, teamId: string, jobId: string): Promise<string | null> {
  const [row] = await db
    .select({ outcome: job.outcome })
    .from(job)
    .where(and(eq(unindexed(job.teamId), teamId), eq(job.id, jobId)))
    .limit(1);
  return row?.outcome ?? null;
}

export const listSteps = (db: Database, teamId: string, of: { jobId: string; attempt: number }) =>
  db
    .select()
    .from(step)
    .where(and(eq(unindexed(step.teamId), teamId), eq(step.jobId, of.jobId), eq(step.attempt, of.attempt)))
    .orderBy(step.position, step.startedAt);

/** Answers whether the resource is the team's; lists below it are empty for both reasons otherwise. */
export async function getResourceOfTeam(db: Database, teamId: string, id: string) {
  const [row] = await db
    .select({ id: resource.id, state: resource.state })
    .from(resource)
    .where(and(eq(resource.teamId, teamId), eq(resource.id, id)))
    .limit(1);
  if (!row) throw resourceNotFound(id);
  return row;
}

/** Changes nothing when the resource is being removed or gone: the batch of a wish hangs on it. */
export const holdResource = (db: Database, teamId: string, resourceId: string) =>
  db
    .update(resource)
    .set({ state: sql`${resource.state}` })
    .where(and(eq(resource.teamId, teamId), eq(resource.id, resourceId), ne(resource.state, "removing")));

export async function findActive(db: Database, teamId: string, resourceId: string) {
  const [row] = await db
    .select({ id: deployment.id, number: deployment.number })
    .from(deployment)
    .where(
      and(
        eq(unindexed(deployment.teamId), teamId),
        eq(deployment.resourceId, resourceId),
        sql`${deployment.isActive} = 1`,
      ),
    )
    .limit(1);
  return row;
}
