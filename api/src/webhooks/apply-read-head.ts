import type { Deps } from "../deps.ts";
import { findPolledApplication } from "./poll.store.ts";
import { followPolledHead } from "./poll-heads.ts";

/** A runner read the head of a branch that only it can reach. */
export async function applyReadHead(
  deps: Deps,
  job: { teamId: string; applicationId: string | null },
  head: string | null,
): Promise<void> {
  if (job.applicationId === null || head === null) return;
  const application = await findPolledApplication(deps.db, job.teamId, job.applicationId);
  if (application?.autoDeploy) await followPolledHead(deps, application, head);
}
