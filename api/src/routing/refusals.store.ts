import { type Database, schema } from "@fairlead/db";
import { and, eq, inArray, isNotNull, or, sql } from "drizzle-orm";

const { domain, resource, resourceTarget, destination } = schema;

type Claim = { resourceId: string; host: string; path: string };

/** Domains of this server that are told as refused, or that these claims name. Asked for by a job, so no team is given. */
export function listRefused(db: Database, { serverId, claims }: { serverId: string; claims: readonly Claim[] }) {
  const named = claims.map((each) => each.host);
  return db
    .select({
      id: domain.id,
      teamId: domain.teamId,
      resourceId: domain.resourceId,
      host: domain.host,
      path: domain.path,
      refusal: domain.refusal,
      state: resource.state,
    })
    .from(domain)
    .innerJoin(resource, eq(resource.id, domain.resourceId))
    .innerJoin(resourceTarget, eq(resourceTarget.resourceId, resource.id))
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .where(
      and(
        eq(destination.serverId, serverId),
        or(isNotNull(domain.refusal), named.length > 0 ? inArray(domain.host, named) : sql`0`),
      ),
    );
}

export const writeRefusal = (db: Database, { id, refusal }: { id: string; refusal: string | null }) =>
  db.update(domain).set({ refusal }).where(eq(domain.id, id));
