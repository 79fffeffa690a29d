import type { Deps } from "../kit/deps.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { listMovedPorts } from "./routes.store.ts";
import { syncAllRoutes } from "./sync-routes.ts";

/**
 * Called when a deployment got the traffic and again when it ended: if it listens on another port than the release before, the
 * proxy is told. It holds requests for five seconds while nobody answers, which is longer than this takes.
 */
export async function followPort(deps: Deps, { deploymentId }: { deploymentId: string }): Promise<void> {
  const servers = await listMovedPorts(deps.db, deploymentId);
  if (servers.length === 0) return;
  await runBatch(deps.db, syncAllRoutes(deps, servers));
  for (const { runnerId } of servers) deps.hub.wakeRunner(runnerId);
}
