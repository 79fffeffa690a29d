import { type Database, schema } from "@fairlead/db";
import { and, eq, inArray, ne, sql } from "drizzle-orm";

const { resource, destination, deployment, job } = schema;

/** As many as one server is asked about at once. */
const atMost = 5_000;

const onServer = (db: Database) =>
  db.select({ id: resource.id }).from(destination).innerJoin(resource, eq(resource.destinationId, destination.id));

/** Applications of which this server should have a container. Asked for by a job, which names its server; no team is given. */
export async function listExpected(db: Database, serverId: string): Promise<string[]> {
  const rows = await onServer(db)
    .where(and(eq(destination.serverId, serverId), inArray(resource.state, ["running", "gone"])))
    .limit(atMost);
  return rows.map(({ id }) => id);
}

const shown = {
  id: resource.id,
  teamId: resource.teamId,
  name: resource.name,
  state: resource.state,
  active: deployment.number,
};
export type Presence = { id: string; teamId: string; name: string; state: string; active: number };

/** What a look at this server changes: who is missing and counts as running, and who is there and counts as gone. */
export const listChangedPresence = (db: Database, { serverId, missing }: { serverId: string; missing: string }) =>
  db
    .select(shown)
    .from(destination)
    .innerJoin(resource, eq(resource.destinationId, destination.id))
    .innerJoin(deployment, and(eq(deployment.resourceId, resource.id), sql`${deployment.isActive} = 1`))
    .where(
      and(
        eq(destination.serverId, serverId),
        inArray(resource.state, ["running", "gone"]),
        sql`(${resource.state} = 'running') = (${resource.id} IN (SELECT value FROM json_each(${missing})))`,
      ),
    );

/**
 * Only while it still is what it was: a job that ended after the look was asked for, or one that is at it, knows better. `askedAt`: when
 * the look was.
 */
export const setPresence = (
  db: Database,
  { id, to, now, askedAt }: { id: string; to: "running" | "gone"; now: number; askedAt: number },
) =>
  db
    .update(resource)
    .set({ state: to, stateObservedAt: now })
    .where(
      and(
        eq(resource.id, id),
        ne(resource.state, to),
        inArray(resource.state, ["running", "gone"]),
        sql`coalesce(${resource.stateObservedAt}, 0) <= ${askedAt}`,
        sql`NOT EXISTS (SELECT 1 FROM ${job} r WHERE r.state = 'running' AND r.lock_key = 'application:' || ${id})`,
      ),
    )
    .returning({ id: resource.id });
