import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import { deleteResource } from "../../resources/resources.store.ts";
import { forgetApplication } from "../../work/retention/prune-orphans.ts";
import { deleteHistory } from "./delete-history.ts";

/** The runner removed everything of an application: now its row goes, and with it domains, variables and deployments. */
export async function finishRemoval(deps: Deps, job: { teamId: string; applicationId: string | null }): Promise<void> {
  const { db, hub } = deps;
  const { applicationId } = job;
  if (applicationId === null) return;
  await deleteHistory(db, job.teamId, applicationId);
  await deleteResource(db, job.teamId, applicationId);
  deps.background(() => forgetApplication(deps, applicationId));
  hub.publish(job.teamId, resourceEvent(applicationId, "removed"));
}
