import type { Deps } from "../deps.ts";
import { applyRoutesRevision, findServerOfJob } from "./servers.store.ts";

/** Remembers which revision the proxy holds. A late result of an older one changes nothing. */
export async function applyRoutesResult(
  { db, hub }: Pick<Deps, "db" | "hub">,
  job: { teamId: string; serverId: string | null },
  revision: number,
): Promise<void> {
  if (job.serverId === null) return;
  await applyRoutesRevision(db, { id: job.serverId, revision });
  const found = await findServerOfJob(db, job.serverId);
  if (found) hub.publish(job.teamId, { type: "server", id: found.server.id, state: found.server.state });
}
