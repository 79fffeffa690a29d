import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, exists, ne, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";

const { server, destination, resource, domain, deployment } = schema;

/** Of a damaged text there is no port, and the other rows are read all the same. */
const extract = (json: SQLWrapper, path: string) =>
  sql<number | null>`iif(json_valid(${json}), json_extract(${json}, ${sql.raw(`'${path}'`)}), NULL)`;
const portOf = (of: { spec: SQLWrapper }) => extract(of.spec, "$.container.port");

/** Port of the release that has the traffic: one that just got it, else the active one. New settings count from the next deployment on. */
const servingPort = sql<number | null>`coalesce(
  (select ${portOf(deployment)} from ${deployment}
    where ${eq(deployment.resourceId, resource.id)} and ${deployment.status} = 'live'
    order by ${deployment.id} desc limit 1),
  (select ${portOf(deployment)} from ${deployment}
    where ${eq(deployment.resourceId, resource.id)} and ${deployment.isActive} = 1)
)`;

/** Statement for the batch of the change it belongs to: proxies keep the document with the highest revision. */
export const bumpRoutes = (db: Database, teamId: string, serverId: string) =>
  db
    .update(server)
    .set({ routesRevision: sql`${server.routesRevision} + 1` })
    .where(and(eq(server.teamId, teamId), eq(server.id, serverId)));

/** Revision, networks and domains read at one moment: a newer revision never carries an older list. */
export async function readServerRoutes(db: Database, teamId: string, serverId: string) {
  const [servers, networks, domains] = await db.batch([
    db
      .select({
        routesRevision: server.routesRevision,
        proxy: server.proxy,
        acmeEmail: server.acmeEmail,
        acmeDirectory: server.acmeDirectory,
        acmeTrustedRoots: server.acmeTrustedRoots,
        trustedProxies: server.trustedProxies,
        probeSecret: server.probeSecret,
      })
      .from(server)
      .where(and(eq(server.teamId, teamId), eq(server.id, serverId))),
    db
      .select({ network: destination.network })
      .from(destination)
      .where(and(eq(unindexed(destination.teamId), teamId), eq(destination.serverId, serverId)))
      .orderBy(destination.id),
    db
      .select({
        application: resource.id,
        configuredPort: resource.port,
        servingPort,
        host: domain.host,
        path: domain.path,
        scheme: domain.scheme,
        redirectTo: domain.redirectTo,
      })
      .from(domain)
      .innerJoin(resource, eq(resource.id, domain.resourceId))
      .innerJoin(destination, eq(destination.id, resource.destinationId))
      .where(
        and(eq(unindexed(domain.teamId), teamId), eq(destination.serverId, serverId), ne(resource.state, "removing")),
      )
      .orderBy(resource.id, domain.host, domain.path),
  ]);
  return { server: servers[0], networks: networks.map((row) => row.network), domains };
}
export type DomainOfServer = Awaited<ReturnType<typeof readServerRoutes>>["domains"][number];

const active = alias(deployment, "active");

/**
 * The server of a deployment whose port is not the one the proxy was told before; undefined when nothing moved or nothing is routed.
 * Asked for by the deployment's own job, so no team is given.
 */
export async function findMovedPort(db: Database, deploymentId: string) {
  const domains = db.select({ id: domain.id }).from(domain).where(eq(domain.resourceId, resource.id));
  const [row] = await db
    .select({ id: server.id, teamId: server.teamId, runnerId: server.runnerId, proxy: server.proxy })
    .from(deployment)
    .innerJoin(resource, eq(resource.id, deployment.resourceId))
    .innerJoin(destination, eq(destination.id, resource.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .leftJoin(
      active,
      and(eq(active.resourceId, resource.id), sql`${active.isActive} = 1`, ne(active.id, deployment.id)),
    )
    .where(
      and(
        eq(deployment.id, deploymentId),
        exists(domains),
        sql`${portOf(deployment)} <> coalesce(${portOf(active)}, ${resource.port})`,
      ),
    )
    .limit(1);
  return row;
}
