import type { Deps } from "../deps.ts";
import { deleteApplication } from "./applications.store.ts";
import { deleteHistory } from "./delete-history.ts";

/** The runner removed everything of an application: now its row goes, and with it domains, variables and deployments. */
export async function finishRemoval(
  { db, hub }: Pick<Deps, "db" | "hub">,
  job: { teamId: string; applicationId: string | null },
): Promise<void> {
  if (job.applicationId === null) return;
  await deleteHistory(db, job.teamId, job.applicationId);
  await deleteApplication(db, job.teamId, job.applicationId);
  hub.publish(job.teamId, { type: "application", id: job.applicationId, state: "removed" });
}
