import { type Database, schema } from "@fairlead/db";
import { and, eq, inArray, ne, notInArray, sql } from "drizzle-orm";
import { mostExpected } from "../rules/bounds.ts";

const { resource, resourceTarget, destination, deployment, job } = schema;

/** What was stopped as a whole, or is on its way out, is not looked for on any of its servers. */
const isWanted = notInArray(resource.state, ["stopped", "removing"]);

/** Applications of which this server should have a container. Asked for by a job, which names its server; no team is given. */
export async function listExpected(db: Database, serverId: string): Promise<string[]> {
  const rows = await db
    .select({ id: resource.id })
    .from(destination)
    .innerJoin(resourceTarget, eq(resourceTarget.destinationId, destination.id))
    .innerJoin(resource, eq(resource.id, resourceTarget.resourceId))
    .where(and(eq(destination.serverId, serverId), inArray(resourceTarget.state, ["running", "gone"]), isWanted))
    .limit(mostExpected);
  return rows.map(({ id }) => id);
}

const shown = {
  id: resource.id,
  teamId: resource.teamId,
  name: resource.name,
  state: resourceTarget.state,
  active: deployment.number,
};
export type Presence = { id: string; teamId: string; name: string; state: string; active: number };

/** What a look at this server changes: who is missing and counts as running, and who is there and counts as gone. */
export const listChangedPresence = (db: Database, { serverId, missing }: { serverId: string; missing: string }) =>
  db
    .select(shown)
    .from(destination)
    .innerJoin(resourceTarget, eq(resourceTarget.destinationId, destination.id))
    .innerJoin(resource, eq(resource.id, resourceTarget.resourceId))
    .innerJoin(deployment, eq(deployment.id, resourceTarget.deploymentId))
    .where(
      and(
        eq(destination.serverId, serverId),
        inArray(resourceTarget.state, ["running", "gone"]),
        isWanted,
        sql`(${resourceTarget.state} = 'running') = (${resource.id} IN (SELECT value FROM json_each(${missing})))`,
      ),
    );

/**
 * Only while it still is what it was: a job that ended after the look was asked for, or one that is at it, knows better. `askedAt`: when
 * the look was.
 */
export const setPresence = (
  db: Database,
  {
    id,
    serverId,
    to,
    now,
    askedAt,
  }: { id: string; serverId: string; to: "running" | "gone"; now: number; askedAt: number },
) =>
  db
    .update(resourceTarget)
    .set({ state: to, stateObservedAt: now })
    .where(
      and(
        eq(resourceTarget.resourceId, id),
        sql`${resourceTarget.destinationId} IN (SELECT d.id FROM destination d WHERE d.server_id = ${serverId})`,
        ne(resourceTarget.state, to),
        inArray(resourceTarget.state, ["running", "gone"]),
        sql`coalesce(${resourceTarget.stateObservedAt}, 0) <= ${askedAt}`,
        sql`NOT EXISTS (SELECT 1 FROM ${job} r WHERE r.state = 'running' AND r.lock_key = 'application:' || ${id} || '@' || ${serverId})`,
      ),
    );
