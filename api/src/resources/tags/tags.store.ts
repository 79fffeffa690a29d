import { type Database, schema, unindexed } from "@fairlead/db";
import { and, asc, count, eq, exists, type SQL, sql } from "drizzle-orm";
import { resourcePlaces } from "../../kit/access/resource-places.store.ts";
import { within } from "../../kit/access/within.store.ts";
import type { Reach } from "../../rules/permissions.ts";

const { environment, resource, resourceTag } = schema;

const ofResource = (teamId: string, resourceId: string) =>
  and(eq(unindexed(resourceTag.teamId), teamId), eq(resourceTag.resourceId, resourceId));

/** A name that is no text is as none. */
export const tagNamesOf = (db: Database, teamId: string, resourceId: string) =>
  db
    .select({ name: resourceTag.name })
    .from(resourceTag)
    .where(and(ofResource(teamId, resourceId), sql`typeof(${resourceTag.name}) = 'text'`))
    .orderBy(asc(resourceTag.key));

/** Statement for the batch of a change of tags: it holds for the set that was read, and nothing of it waits for a deployment. */
export const touchTags = (
  db: Database,
  teamId: string,
  { id, revision, now }: { id: string; revision: number; now: number },
) =>
  db
    .update(resource)
    .set({ tagsRevision: revision + 1, updatedAt: now })
    .where(and(eq(resource.teamId, teamId), eq(resource.id, id), eq(resource.tagsRevision, revision)));

export const deleteTags = (db: Database, teamId: string, resourceId: string) =>
  db.delete(resourceTag).where(ofResource(teamId, resourceId));

export const insertTags = (db: Database, rows: (typeof resourceTag.$inferInsert)[]) =>
  db.insert(resourceTag).values(rows);

/** Where somebody reaches only some places, those tags count that are carried there. */
function reached(db: Database, reach: Reach): SQL | undefined {
  if (reach.only === null) return undefined;
  return exists(
    db
      .select({ id: resource.id })
      .from(resource)
      .innerJoin(environment, eq(environment.id, resource.environmentId))
      .where(and(eq(resource.id, resourceTag.resourceId), within(reach, resourcePlaces))),
  );
}

/** Every tag of a team in the order of its key, spelled as the oldest resource spells it. */
export const countTags = (db: Database, reach: Reach) =>
  db
    .select({ tag: sql<string>`${resourceTag.name}`, count: count(), oldest: sql`min(${resourceTag.resourceId})` })
    .from(resourceTag)
    .where(and(eq(resourceTag.teamId, reach.teamId), sql`typeof(${resourceTag.name}) = 'text'`, reached(db, reach)))
    .groupBy(resourceTag.key)
    .orderBy(asc(resourceTag.key));
