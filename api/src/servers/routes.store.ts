import { type Database, schema } from "@fairlead/db";
import { and, eq, ne, sql } from "drizzle-orm";

const { server, destination, application, domain, deployment } = schema;

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
      .select()
      .from(server)
      .where(and(eq(server.teamId, teamId), eq(server.id, serverId))),
    db
      .select({ network: destination.network })
      .from(destination)
      .where(and(eq(destination.teamId, teamId), eq(destination.serverId, serverId)))
      .orderBy(destination.id),
    db
      .select({
        application: application.id,
        container: application.container,
        /** Port of the release that serves: new settings count from the next deployment on. */
        activePort: sql<number | null>`json_extract(${deployment.spec}, '$.container.port')`,
        host: domain.host,
        path: domain.path,
        scheme: domain.scheme,
        redirectTo: domain.redirectTo,
      })
      .from(domain)
      .innerJoin(application, eq(application.id, domain.applicationId))
      .innerJoin(destination, eq(destination.id, application.destinationId))
      .leftJoin(deployment, and(eq(deployment.applicationId, application.id), sql`${deployment.isActive} = 1`))
      .where(and(eq(domain.teamId, teamId), eq(destination.serverId, serverId), ne(application.state, "removing")))
      .orderBy(application.id, domain.host, domain.path),
  ]);
  return { server: servers[0], networks: networks.map((row) => row.network), domains };
}
export type DomainOfServer = Awaited<ReturnType<typeof readServerRoutes>>["domains"][number];
