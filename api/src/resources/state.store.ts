import { type Database, schema } from "@fairlead/db";
import type { ResourceState } from "@fairlead/runner/contract";
import { and, eq, ne, sql } from "drizzle-orm";
import { stateLines } from "../rules/roll-up.ts";

const { destination, resource, resourceTarget } = schema;

/** A resource on one server: never more than one of its targets is there. */
export type At = { resourceId: string; serverId: string };

export const isAt = ({ resourceId, serverId }: At) =>
  and(
    eq(resourceTarget.resourceId, resourceId),
    sql`${resourceTarget.destinationId} IN (SELECT ${destination.id} FROM ${destination} WHERE ${destination.serverId} = ${serverId})`,
  );

const ofAllTargets = sql<ResourceState | null>`CASE ${sql.join(
  stateLines.map(
    ({ is, whenAny }) => sql`WHEN EXISTS (SELECT 1 FROM resource_target t
    WHERE t.resource_id = ${resource.id} AND t.state = ${sql.raw(`'${whenAny}'`)}) THEN ${sql.raw(`'${is}'`)}`,
  ),
  sql` `,
)} END`;

/** After a target was seen: what is known of the whole. */
export const followState = (db: Database, resourceId: string, now: number) =>
  db
    .update(resource)
    .set({ state: sql`coalesce(${ofAllTargets}, ${resource.state})`, stateObservedAt: now })
    .where(and(eq(resource.id, resourceId), ne(resource.state, "removing")));

/** What was seen on one server, and with it what is known of the whole. What is being removed stays so until its row goes. */
export const setStateAt = (db: Database, at: At, { state, now }: { state: ResourceState; now: number }) =>
  [
    db
      .update(resourceTarget)
      .set({ state, stateObservedAt: now })
      .where(and(isAt(at), ne(resourceTarget.state, "removing"))),
    followState(db, at.resourceId, now),
  ] as const;
