import { type Database, orDamaged, schema } from "@fairlead/db";
import { and, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { jsonRows } from "../kit/sql/json-rows.ts";
import type { DeliveryRow } from "./lane.store.ts";

const { application, delivery, deployment, resource, source, team } = schema;
export type Decision = (typeof delivery.$inferSelect)["decisions"][number];

// Everything below asks for the delivery's own source and team.

/** Source of a delivery with what is needed to ask its forge. */
export async function findSourceOfDelivery(
  db: Database,
  { sourceId, teamId }: Pick<DeliveryRow, "sourceId" | "teamId">,
) {
  const [row] = await db
    .select({ source, wrappedKey: team.wrappedKey })
    .from(source)
    .innerJoin(team, eq(team.id, source.teamId))
    .where(and(eq(source.id, sourceId), eq(source.teamId, teamId)))
    .limit(1);
  return row;
}
export type AskedSource = NonNullable<Awaited<ReturnType<typeof findSourceOfDelivery>>>;

/** Applications of the source that name this repository, exactly, or know it by the forge's id under another name. */
export async function listCandidates(
  db: Database,
  of: { sourceId: string; repository: string; forgeId: string | null },
) {
  const rows = await candidates(db).where(
    or(
      and(eq(application.sourceId, of.sourceId), eq(application.repository, of.repository)),
      of.forgeId === null
        ? undefined
        : and(eq(application.sourceId, of.sourceId), eq(application.repositoryForgeId, of.forgeId)),
    ),
  );
  // Two indexes answer, and no order holds over both.
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const candidates = (db: Database) =>
  db
    .select({
      id: application.id,
      teamId: application.teamId,
      repositoryUrl: application.repositoryUrl,
      repositoryForgeId: application.repositoryForgeId,
      branch: application.branch,
      autoDeploy: application.autoDeploy,
      watchPaths: orDamaged(application.watchPaths),
      state: resource.state,
      repository: application.repository,
      repositoryMovedTo: application.repositoryMovedTo,
      repositoryMovedAt: application.repositoryMovedAt,
    })
    .from(application)
    .innerJoin(resource, eq(resource.id, application.id));
export type CandidateRow = Awaited<ReturnType<typeof listCandidates>>[number];

/** The forge's id of a repository is learnt once, from the first delivery that matched by name. */
export const learnForgeId = (db: Database, of: { sourceId: string; repository: string; forgeId: string }) =>
  db
    .update(application)
    .set({ repositoryForgeId: of.forgeId })
    .where(
      and(
        eq(application.sourceId, of.sourceId),
        eq(application.repository, of.repository),
        isNull(application.repositoryForgeId),
      ),
    );

export const rememberHead = (db: Database, applicationId: string, head: string) =>
  db.update(application).set({ lastSeenHead: head }).where(eq(application.id, applicationId));

export const noteDeliveryAt = (db: Database, sourceId: string, now: number) =>
  db.update(source).set({ lastDeliveryAt: now }).where(eq(source.id, sourceId));

export type DeliveryEnd = {
  state: "deployed" | "ignored" | "failed" | "received";
  reason: string;
  /** null: what was decided before stays. */
  decisions: Decision[] | null;
  repository: string | null;
  ref: string | null;
  commit: string | null;
  nextAttemptAt: number | null;
  processedAt: number | null;
};

/**
 * All in one statement: in a burst, building one for each costs more than running it. Only the attempt that holds the lease may say how
 * it ended.
 */
export const endDeliveries = (db: Database, ends: readonly (DeliveryEnd & { id: string; attempts: number })[]) =>
  db.run(sql`
    UPDATE delivery SET state = e.value ->> 'state', reason = e.value ->> 'reason',
      decisions = coalesce(e.value ->> 'decisions', decisions),
      repository = e.value ->> 'repository', ref = e.value ->> 'ref', commit_sha = e.value ->> 'commit',
      next_attempt_at = e.value ->> 'nextAttemptAt', processed_at = e.value ->> 'processedAt'
    FROM json_each(${jsonRows(ends)}) e
    WHERE delivery.id = e.value ->> 'id' AND delivery.state = 'processing' AND delivery.attempts = e.value ->> 'attempts'`);

/** The newest deployment that followed the branch by itself. */
export async function findLatestFollowing(db: Database, applicationId: string) {
  const [row] = await db
    .select({ id: deployment.id, number: deployment.number, commit: deployment.commit })
    .from(deployment)
    .where(and(eq(deployment.resourceId, applicationId), inArray(deployment.trigger, ["push", "poll"])))
    .orderBy(desc(deployment.number))
    .limit(1);
  return row;
}

export async function findLatest(db: Database, applicationId: string) {
  const [row] = await db
    .select({ id: deployment.id, commit: deployment.commit })
    .from(deployment)
    .where(eq(deployment.resourceId, applicationId))
    .orderBy(desc(deployment.number))
    .limit(1);
  return row;
}
