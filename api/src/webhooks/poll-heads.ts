import type { Deps } from "../deps.ts";
import { AppError } from "../domain/errors.ts";
import { insertJob, newJob } from "../jobs/new-job.ts";
import { runBatch } from "../statement.ts";
import { askForge } from "./decide-push.ts";
import { followBranch } from "./follow-branch.ts";
import { findLatest, rememberHead } from "./inbox.store.ts";
import { type PolledApplication, readPollTarget, takeDuePolls } from "./poll.store.ts";

const everyMs = 5 * 60_000;

/**
 * Looks at the branches that deploy by themselves, so that a push whose webhook never came is found within five minutes. Over https the
 * forge is asked from here; over ssh a runner is sent to look.
 */
export async function pollHeads(deps: Deps, limit: number): Promise<void> {
  const now = deps.clock.now();
  const due = await takeDuePolls(deps.db, { now, dueBefore: now - everyMs, limit });
  for (const application of due) {
    await pollOne(deps, application).catch((error: unknown) =>
      deps.log.error("a branch could not be polled", error, { application: application.id }),
    );
  }
}

async function pollOne(deps: Deps, application: PolledApplication): Promise<void> {
  const { db, hub } = deps;
  const target = await readPollTarget(db, application);
  const url = application.repositoryUrl ?? "";
  if (!target) return;
  const { source, wrappedKey, serverRunnerId } = target;
  if (/^https?:/.test(url)) {
    const asked = source ? { source, wrappedKey } : null;
    const answer = await askForge(deps, { url, ref: application.branch ?? "", asked });
    if (answer.kind === "known" && answer.head !== null) await followPolledHead(deps, application, answer.head);
    return;
  }
  const runnerId = source?.deployKeyRunnerId ?? serverRunnerId;
  const { teamId, id: applicationId } = application;
  await runBatch(db, [insertJob(db, newJob(deps, { kind: "read-head", teamId, runnerId, applicationId }))]);
  hub.wakeRunner(runnerId);
}

/** A head that nobody has told of is deployed, once. The first look at an application that was never deployed only remembers it. */
export async function followPolledHead(deps: Deps, application: PolledApplication, head: string): Promise<void> {
  const { db } = deps;
  const { id: applicationId, teamId, branch, lastSeenHead } = application;
  if (branch === null || head === lastSeenHead) return;
  if (await isMissedPush(deps, application, head)) {
    try {
      await followBranch(deps, { teamId, applicationId, trigger: "poll" }, { ref: branch, sha: head, isAsked: true });
    } catch (error) {
      // Something a person has to mend, e.g. a missing deploy key: the head stays unseen and is tried again.
      if (error instanceof AppError) return;
      throw error;
    }
  }
  await runBatch(db, [rememberHead(db, applicationId, head)]);
}

async function isMissedPush({ db }: Deps, { id, lastSeenHead }: PolledApplication, head: string): Promise<boolean> {
  const latest = await findLatest(db, id);
  if (lastSeenHead !== null) return latest?.commit !== head;
  return latest !== undefined && latest.commit !== null && latest.commit !== head;
}
