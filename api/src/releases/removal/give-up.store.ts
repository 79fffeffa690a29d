import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, ne, sql } from "drizzle-orm";
import { insertForgotten } from "../../resources/forgotten.store.ts";

const { destination, job, resource, resourceTarget } = schema;

type At = { teamId: string; resourceId: string; serverId: string };

/** Remembers what stays on a server, and ends what waits there. What runs is told to stop. */
export const giveUp = (db: Database, at: At, now: number) => {
  // A release that came meanwhile ends as releases do.
  const isThere = and(
    ne(job.kind, "deploy"),
    eq(unindexed(job.teamId), at.teamId),
    // What waits or runs on one server, not what ever ran of one resource.
    eq(job.serverId, at.serverId),
    eq(unindexed(job.subjectId), at.resourceId),
  );
  return [
    insertForgotten(db, at, now),
    db
      .update(job)
      .set({ state: "cancelled", finishedAt: now })
      .where(and(isThere, sql`${job.state} = 'queued'`)),
    db
      .update(job)
      .set({ cancelRequestedAt: now })
      .where(and(isThere, sql`${job.state} = 'running'`)),
  ];
};

/** What runs on one server, and whether it can go on without it: it serves elsewhere, or serves nowhere. */
export const listOnServer = (db: Database, { teamId, serverId }: { teamId: string; serverId: string }) =>
  db
    .select({
      id: resource.id,
      name: resource.name,
      destinationId: resourceTarget.destinationId,
      isGoing: sql<number>`${resourceTarget.state} = 'removing' OR ${resource.state} = 'removing'`.mapWith(Boolean),
      staysElsewhere:
        sql<number>`EXISTS (SELECT 1 FROM resource_target o CROSS JOIN destination e ON e.id = o.destination_id
        WHERE o.resource_id = ${resource.id} AND e.server_id <> ${serverId} AND o.state <> 'removing'
          AND (o.deployment_id IS NOT NULL OR ${resourceTarget.deploymentId} IS NULL))`.mapWith(Boolean),
    })
    .from(destination)
    .innerJoin(resourceTarget, eq(resourceTarget.destinationId, destination.id))
    .innerJoin(resource, eq(resource.id, resourceTarget.resourceId))
    .where(and(eq(unindexed(destination.teamId), teamId), eq(destination.serverId, serverId)));
