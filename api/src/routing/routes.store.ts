import { type Database, schema, unindexed } from "@fairlead/db";
import { and, eq, exists, ne, type SQLWrapper, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";

const { server, destination, resource, resourceTarget, domain, deployment } = schema;

/** Of a damaged text there is no port, and the other rows are read all the same. */
const extract = (json: SQLWrapper, path: string) =>
  sql<number | null>`iif(json_valid(${json}), json_extract(${json}, ${sql.raw(`'${path}'`)}), NULL)`;
const portOf = (of: { spec: SQLWrapper }) => extract(of.spec, "$.container.port");

/**
 * Port of the release that has the traffic at a target: one that just got it, else the one that serves there. New settings count from the
 * next deployment on.
 */
const servingPort = sql<number | null>`coalesce(
  (select ${extract(sql`d.spec`, "$.container.port")} from deployment d join deployment_target t on t.deployment_id = d.id
    where d.id in (
        select o.id from deployment o where o.resource_id = ${resource.id} and o.status in ('running', 'live')
        union all select s.id from deployment s where s.resource_id = ${resource.id} and s.is_active = 1)
      and t.destination_id = ${resourceTarget.destinationId} and t.status = 'live'
    order by d.id desc limit 1),
  (select ${portOf(deployment)} from ${deployment} where ${eq(deployment.id, resourceTarget.deploymentId)})
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
        port: domain.port,
      })
      .from(domain)
      .innerJoin(resource, eq(resource.id, domain.resourceId))
      .innerJoin(resourceTarget, eq(resourceTarget.resourceId, resource.id))
      .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
      .where(
        and(
          eq(unindexed(domain.teamId), teamId),
          eq(destination.serverId, serverId),
          ne(resource.state, "removing"),
          ne(resourceTarget.state, "removing"),
        ),
      )
      .orderBy(resource.id, domain.host, domain.path),
  ]);
  return { server: servers[0], networks: networks.map((row) => row.network), domains };
}
export type DomainOfServer = Awaited<ReturnType<typeof readServerRoutes>>["domains"][number];

const before = alias(deployment, "before");

/**
 * The servers of a deployment where its port is not the one the proxy was told before; none when nothing moved or nothing is routed.
 * Asked for by the deployment's own job, so no team is given.
 */
export function listMovedPorts(db: Database, deploymentId: string) {
  const domains = db.select({ id: domain.id }).from(domain).where(eq(domain.resourceId, resource.id));
  return db
    .select({ id: server.id, teamId: server.teamId, runnerId: server.runnerId, proxy: server.proxy })
    .from(deployment)
    .innerJoin(resource, eq(resource.id, deployment.resourceId))
    .innerJoin(resourceTarget, eq(resourceTarget.resourceId, resource.id))
    .innerJoin(destination, eq(destination.id, resourceTarget.destinationId))
    .innerJoin(server, eq(server.id, destination.serverId))
    .leftJoin(before, and(eq(before.id, resourceTarget.deploymentId), ne(before.id, deployment.id)))
    .where(
      and(
        eq(deployment.id, deploymentId),
        exists(domains),
        sql`${portOf(deployment)} <> coalesce(${portOf(before)}, ${resource.port})`,
      ),
    );
}
