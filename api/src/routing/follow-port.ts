import type { Deps } from "../kit/deps.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { findMovedPort } from "./routes.store.ts";
import { syncRoutes } from "./sync-routes.ts";

/**
 * Called when a deployment got the traffic and again when it ended: if it listens on another port than the release before, the
 * proxy is told. It holds requests for five seconds while nobody answers, which is longer than this takes.
 */
export async function followPort(deps: Deps, { deploymentId }: { deploymentId: string }): Promise<void> {
  const server = await findMovedPort(deps.db, deploymentId);
  if (!server) return;
  await runBatch(deps.db, syncRoutes(deps, server));
  deps.hub.wakeRunner(server.runnerId);
}
