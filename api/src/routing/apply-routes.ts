import type { JobOutcome } from "@fairlead/runner/contract";
import type { Deps } from "../kit/deps.ts";
import { applyCertificates } from "./apply-certificates.ts";
import { applyRefusals } from "./apply-refusals.ts";
import { applyRoutesRevision, findServerState, refuseRoutes } from "./served-revision.store.ts";

/** Remembers which revision the proxy holds, or why it refused. A late result of an older one changes nothing. */
export async function applyRoutesResult(
  deps: Pick<Deps, "db" | "hub" | "clock">,
  job: { teamId: string; serverId: string | null },
  outcome: JobOutcome,
): Promise<void> {
  const { db, hub } = deps;
  const { serverId: id, teamId } = job;
  if (id === null || outcome.kind === "cancelled") return;
  if (outcome.kind !== "succeeded") await refuseRoutes(db, { id, cause: outcome.cause });
  else if (outcome.result.kind === "sync-routes") {
    const { revision, settings, refused, certificates } = outcome.result;
    await applyRoutesRevision(db, { id, revision, settings });
    await applyRefusals(deps, { serverId: id, refused });
    await applyCertificates(deps, { serverId: id, certificates });
  }
  const state = await findServerState(db, id);
  if (state) hub.publish(teamId, { type: "server", id, state });
}
