import type { Deps } from "../kit/deps.ts";
import type { Statement } from "../kit/sql/statement.ts";
import { insertJob, newJob } from "../work/jobs/new-job.ts";
import { bumpRoutes } from "./routes.store.ts";

export type RoutedServer = { id: string; teamId: string; runnerId: string; proxy: "caddy" | "none" };

/**
 * Statements that make the proxy of this server take over a change of routes; afterwards call `hub.wakeRunner(server.runnerId)`.
 * Without a proxy only the revision grows, for the day one is chosen.
 */
export function syncRoutes(deps: Deps, server: RoutedServer): Statement[] {
  const bump = bumpRoutes(deps.db, server.teamId, server.id);
  if (server.proxy === "none") return [bump];
  const { teamId, runnerId, id } = server;
  return [bump, insertJob(deps.db, newJob(deps, { kind: "sync-routes", teamId, runnerId, serverId: id }))];
}

/** The same for every server of a resource. */
export const syncAllRoutes = (deps: Deps, servers: readonly RoutedServer[]): Statement[] =>
  servers.flatMap((server) => syncRoutes(deps, server));
