import { type Database, schema } from "@fairlead/db";
import { and, eq, like, not, sql } from "drizzle-orm";
import { jsonRows } from "../kit/sql/json-rows.ts";
import type { KnownCertificate } from "../rules/certificate.ts";

const { domain, resource, resourceTarget, destination } = schema;

/** Domains of this server that are served by https and under one name. Asked for by a job, which names its server; no team is given. */
export const listSecureDomains = (db: Database, { serverId, hosts }: { serverId: string; hosts?: readonly string[] }) =>
  db
    .select({
      id: domain.id,
      teamId: domain.teamId,
      resourceId: domain.resourceId,
      host: domain.host,
      path: domain.path,
      scheme: domain.scheme,
      redirectTo: domain.redirectTo,
      resourceState: resource.state,
      state: domain.certificateState,
      issuer: domain.certificateIssuer,
      notAfter: domain.certificateEndsAt,
      reason: domain.certificateReason,
      seenAt: domain.certificateSeenAt,
    })
    .from(domain)
    .innerJoin(resource, eq(resource.id, domain.resourceId))
    .innerJoin(resourceTarget, eq(resourceTarget.resourceId, resource.id))
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .where(
      and(
        eq(destination.serverId, serverId),
        eq(domain.scheme, "https"),
        not(like(domain.host, "*.%")),
        hosts === undefined ? undefined : sql`${domain.host} IN (SELECT value FROM json_each(${jsonRows(hosts)}))`,
      ),
    );

/** Only while it still is served by https: the look may have been at what was before. */
export const writeCertificate = (db: Database, { id, known }: { id: string; known: KnownCertificate }) =>
  db
    .update(domain)
    .set({
      certificateState: known.state,
      certificateIssuer: known.issuer,
      certificateEndsAt: known.notAfter,
      certificateReason: known.reason,
      certificateSeenAt: known.seenAt,
    })
    .where(and(eq(domain.id, id), eq(domain.scheme, "https")));
