import { type Database, schema } from "@fairlead/db";
import { and, desc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import { jsonRows } from "../json-rows.ts";

const { application, delivery, deployment, source, team } = schema;
export type DeliveryRow = typeof delivery.$inferSelect;
export type Decision = DeliveryRow["decisions"][number];

// The inbox works for all teams: what is due is due. Everything below it asks for the delivery's own source and team.

/** Takes the oldest deliveries that are due. A worker that dies leaves them due again after `retryAt`. */
export const takeDue = (db: Database, take: { now: number; retryAt: number; limit: number }) =>
  db
    .update(delivery)
    .set({ state: "processing", attempts: sql`${delivery.attempts} + 1`, nextAttemptAt: take.retryAt })
    .where(
      inArray(
        delivery.id,
        db
          .select({ id: delivery.id })
          .from(delivery)
          // Written out as in the partial index, which is used only for the same words.
          .where(and(sql`${delivery.state} IN ('received', 'processing')`, lte(delivery.nextAttemptAt, take.now)))
          .orderBy(delivery.nextAttemptAt)
          .limit(take.limit),
      ),
    )
    .returning();

/** Source of a delivery with what is needed to ask its forge. */
export async function findSourceOfDelivery(db: Database, { sourceId, teamId }: DeliveryRow) {
  const [row] = await db
    .select({ source, wrappedKey: team.wrappedKey })
    .from(source)
    .innerJoin(team, eq(team.id, source.teamId))
    .where(and(eq(source.id, sourceId), eq(source.teamId, teamId)))
    .limit(1);
  return row;
}
export type AskedSource = NonNullable<Awaited<ReturnType<typeof findSourceOfDelivery>>>;

/** Applications of the source that name this repository, exactly. */
export const listCandidates = (db: Database, of: { sourceId: string; repository: string }) =>
  db
    .select()
    .from(application)
    .where(and(eq(application.sourceId, of.sourceId), eq(application.repository, of.repository)))
    .orderBy(application.id);
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
  decisions: Decision[];
  repository: string | null;
  ref: string | null;
  commit: string | null;
  nextAttemptAt: number | null;
  processedAt: number | null;
};

/** All in one statement: in a burst, building one for each costs more than running it. */
export const endDeliveries = (db: Database, ends: readonly (DeliveryEnd & { id: string })[]) =>
  db.run(sql`
    UPDATE delivery SET state = e.value ->> 'state', reason = e.value ->> 'reason', decisions = e.value ->> 'decisions',
      repository = e.value ->> 'repository', ref = e.value ->> 'ref', commit_sha = e.value ->> 'commit',
      next_attempt_at = e.value ->> 'nextAttemptAt', processed_at = e.value ->> 'processedAt'
    FROM json_each(${jsonRows(ends)}) e
    WHERE delivery.id = e.value ->> 'id' AND delivery.state = 'processing'`);

/** The newest deployment that followed the branch by itself. */
export async function findLatestFollowing(db: Database, applicationId: string) {
  const [row] = await db
    .select({ id: deployment.id, number: deployment.number, commit: deployment.commit })
    .from(deployment)
    .where(and(eq(deployment.applicationId, applicationId), inArray(deployment.trigger, ["push", "poll"])))
    .orderBy(desc(deployment.number))
    .limit(1);
  return row;
}

export async function findLatest(db: Database, applicationId: string) {
  const [row] = await db
    .select({ id: deployment.id, commit: deployment.commit })
    .from(deployment)
    .where(eq(deployment.applicationId, applicationId))
    .orderBy(desc(deployment.number))
    .limit(1);
  return row;
}
