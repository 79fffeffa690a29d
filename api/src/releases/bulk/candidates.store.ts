import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { resourcePlaces } from "../../kit/access/resource-places.store.ts";
import { resourceServers } from "../../kit/access/resource-servers.store.ts";
import { within } from "../../kit/access/within.store.ts";
import type { Reach } from "../../rules/permissions.ts";

const { destination, environment, resource, resourceTag } = schema;

/** The first of its servers whose runner was revoked. */
const revoked = sql<string | null>`(
  SELECT json_array(s.name, r.name) FROM resource_target t CROSS JOIN destination d ON d.id = t.destination_id
    CROSS JOIN server s ON s.id = d.server_id CROSS JOIN runner r ON r.id = s.runner_id
  WHERE t.resource_id = ${resource.id} AND t.state <> 'removing' AND r.revoked_at IS NOT NULL LIMIT 1)`;

/** Where it stands, and what is known beforehand of anything that is asked of it. */
const facts = {
  id: resource.id,
  resourceId: resource.id,
  name: sql<string>`iif(typeof(${resource.name}) = 'text', ${resource.name}, ${resource.id})`,
  state: resource.state,
  teamId: resource.teamId,
  projectId: environment.projectId,
  environmentId: resource.environmentId,
  serverIds: resourceServers,
  serves: sql`EXISTS (SELECT 1 FROM deployment a WHERE a.resource_id = ${resource.id} AND a.is_active = 1)`.mapWith(
    Boolean,
  ),
  revoked,
};
/** Those of the team among the ids, in no order. */
export const findNamed = (db: Database, reach: Reach, ids: readonly string[]) =>
  db
    .select(facts)
    .from(resource)
    .innerJoin(environment, eq(environment.id, resource.environmentId))
    .innerJoin(destination, eq(destination.id, resource.destinationId))
    .where(
      and(eq(unindexed(resource.teamId), reach.teamId), inArray(resource.id, [...ids]), within(reach, resourcePlaces)),
    );
export type Candidate = Awaited<ReturnType<typeof findNamed>>[number];

type Tagged = { key: string; projectId?: string | undefined; environmentId?: string | undefined; limit: number };

/** What carries a tag, the oldest first: the order of the index that finds it. */
export const findTagged = (db: Database, reach: Reach, { key, projectId, environmentId, limit }: Tagged) => {
  const conditions: (SQL | undefined)[] = [
    eq(resourceTag.teamId, reach.teamId),
    eq(resourceTag.key, key),
    eq(unindexed(resource.teamId), reach.teamId),
    environmentId === undefined ? undefined : eq(unindexed(resource.environmentId), environmentId),
    projectId === undefined ? undefined : eq(unindexed(environment.projectId), projectId),
    within(reach, resourcePlaces),
  ];
  return db
    .select(facts)
    .from(resourceTag)
    .crossJoin(resource)
    .crossJoin(environment)
    .crossJoin(destination)
    .where(
      and(
        eq(resource.id, resourceTag.resourceId),
        eq(environment.id, resource.environmentId),
        eq(destination.id, resource.destinationId),
        ...conditions,
      ),
    )
    .orderBy(resourceTag.resourceId)
    .limit(limit);
};
