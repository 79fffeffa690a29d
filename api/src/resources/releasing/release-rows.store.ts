import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, sql } from "drizzle-orm";
import type { RunnableQuery } from "drizzle-orm/runnable-query";
import { holdersAround } from "../../kit/access/holders-around.store.ts";
import { layerVariables } from "../../rules/layer-variables.ts";
import { isSecretWithin } from "../../rules/variable-graph.ts";
import { readGraph } from "../variables/read-graph.ts";

const { destination, domain, resource, server, team, variable } = schema;

/** A statement that reads what only one kind has: one row, or none where it is gone. */
export type OwnQuery<Own> = RunnableQuery<Own[], "sqlite">;

/**
 * Everything a release is made of, read at one moment: what all kinds have, and in the same batch what only this kind has. What its
 * variables refer to is read after it, so it is never older than the version that the release remembers.
 */
export async function readReleaseRows<Own>(
  db: Database,
  teamId: string,
  { id, own: ownQuery }: { id: string; own: OwnQuery<Own> },
) {
  const [rows, domains, variables, owns] = await db.batch([
    db
      .select({
        resource,
        network: destination.network,
        server: {
          kind: server.kind,
          httpProxy: server.httpProxy,
          httpsProxy: server.httpsProxy,
          noProxy: server.noProxy,
        },
        wrappedKey: team.wrappedKey,
      })
      .from(resource)
      .innerJoin(team, eq(team.id, resource.teamId))
      .innerJoin(destination, eq(destination.id, resource.destinationId))
      .innerJoin(server, eq(server.id, destination.serverId))
      .where(and(eq(resource.teamId, teamId), eq(resource.id, id))),
    db
      .select()
      .from(domain)
      .where(and(eq(unindexed(domain.teamId), teamId), eq(domain.resourceId, id)))
      .orderBy(domain.id),
    db
      .select()
      .from(variable)
      .where(
        and(
          eq(unindexed(variable.teamId), teamId),
          sql`${variable.holderId} IN (SELECT ${id} UNION ALL ${holdersAround({ teamId, holderId: id })})`,
        ),
      ),
    ownQuery,
  ]);
  const [row] = rows;
  const [own] = owns;
  if (!row || own === undefined) return undefined;
  const { environmentId } = row.resource;
  const referred = await readGraph(db, teamId, { root: id, environmentId, rows: variables });
  const whole = variables.map((each) => ({ ...each, isSecret: isSecretWithin(referred.graph, each) }));
  return { shared: { ...row, domains, given: whole, ...layerVariables(whole), ...referred }, own };
}

/** What a release is made of whatever its kind. */
export type SharedRows = NonNullable<Awaited<ReturnType<typeof readReleaseRows>>>["shared"];

/** Something was changed that people save too: whoever read it before is told. */
export const raiseRevision = (db: Database, { teamId, id, now }: { teamId: string; id: string; now: number }) =>
  db
    .update(resource)
    .set({ revision: sql`${resource.revision} + 1`, updatedAt: now })
    .where(and(eq(resource.teamId, teamId), eq(resource.id, id)));
