import { type Database, schema } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";
import { resourceNotFound } from "../rules/resource-words.ts";

const { resource } = schema;

export type ResourceRow = typeof resource.$inferSelect;
export type ResourceChange = Partial<typeof resource.$inferInsert>;

const inTeam = (teamId: string, id: string) => and(eq(resource.teamId, teamId), eq(resource.id, id));

/** What every kind has: its place, name, state and counters. */
export async function getResourceRow(db: Database, teamId: string, id: string): Promise<ResourceRow> {
  const [row] = await db.select().from(resource).where(inTeam(teamId, id)).limit(1);
  if (!row) throw resourceNotFound(id);
  return row;
}

export const insertResource = (db: Database, row: typeof resource.$inferInsert) => db.insert(resource).values(row);

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

export const deleteResource = (db: Database, teamId: string, id: string) =>
  db.delete(resource).where(inTeam(teamId, id));

/** The same, unless a job that touches it was given out since that was asked (`hasBegunJob`). */
export const deleteUntouched = (db: Database, teamId: string, id: string) =>
  db
    .delete(resource)
    .where(
      and(
        inTeam(teamId, id),
        sql`NOT EXISTS (SELECT 1 FROM job WHERE +job.team_id = ${teamId} AND job.subject_id = ${id} AND job.attempt > 0)`,
      ),
    );
