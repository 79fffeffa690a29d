import type { Deps } from "../kit/deps.ts";
import { findPolledApplication, listFollowers } from "./poll.store.ts";
import { followPolledHead } from "./poll-heads.ts";

/** A runner read the head of a branch that only it can reach: every application of the team that follows it learns of it. */
export async function applyReadHead(
  deps: Deps,
  job: { teamId: string; subjectId: string },
  head: string | null,
): Promise<void> {
  if (head === null) return;
  const asked = await findPolledApplication(deps.db, job.teamId, job.subjectId);
  if (!asked) return;
  for (const application of await listFollowers(deps.db, asked))
    if (application.repositoryUrl === asked.repositoryUrl) await followPolledHead(deps, application, head);
}
