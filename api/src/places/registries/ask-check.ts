import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { notFound } from "../../rules/errors.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { findTrier, markAsked, noServer } from "./registries.store.ts";

type Asked = { id: string; teamId: string; serverId: string | null };
type Asking = { statements: Statement[]; wake: () => void };

/** What is written to have a login tried from a server, or why it is not. Afterwards `wake`. */
export async function askCheck(deps: Deps, { id, teamId, serverId }: Asked): Promise<Asking> {
  const { db, clock, hub } = deps;
  const now = clock.now();
  const trier = await findTrier(db, teamId, { serverId });
  if (!trier && serverId !== null) throw notFound("server");
  if (!trier) return { statements: [noServer(db, teamId, { id, now })], wake: () => undefined };
  const order = {
    kind: "check-registry" as const,
    teamId,
    registryId: id,
    serverId: trier.id,
    runnerId: trier.runnerId,
  };
  return {
    statements: [markAsked(db, teamId, { id, now }), insertJob(db, newJob(deps, order))],
    wake: () => {
      hub.wakeRunner(trier.runnerId);
      hub.publish(teamId, { type: "registry", id, state: "checking" });
    },
  };
}
