import { DamagedValue } from "@fairlead/db";
import type { Deps } from "../kit/deps.ts";
import { atMost } from "../kit/lanes/at-most.ts";
import { type LaneQueue, workLanes } from "../kit/lanes/work-lanes.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { AppError } from "../rules/errors.ts";
import type { Lane } from "../rules/next-lanes.ts";
import { insertJob, newJob } from "../work/jobs/new-job.ts";
import { askForge } from "./ask-forge.ts";
import { followBranch } from "./follow-branch.ts";
import { findLatest, rememberHead } from "./inbox.store.ts";
import { forgetMove, learnMove } from "./learn-move.ts";
import {
  givePollsBack,
  listDueTeams,
  type PolledApplication,
  readPollTargets,
  takeDuePolls,
  takeSiblings,
} from "./poll.store.ts";
import { lookedAtBy, type PollQuestion, pollQuestions } from "./poll-questions.ts";

/** With a look a minute, no branch waits longer than the five minutes that are promised. */
const everyMs = 4 * 60_000;
/** Applications of a team that are taken together. */
const limit = 200;

/**
 * Looks at the branches that deploy by themselves, so that a push whose webhook never came is found within five minutes. Over https the
 * forge is asked from here; over ssh a runner is sent to look. A lane for each team: whatever one team's forges do, the others' are asked.
 */
export const polls: LaneQueue = {
  name: "polls",
  listDue: ({ db, clock }) => listDueTeams(db, clock.now() - everyMs),
  work: pollTeam,
};

/** Looks at every branch that is due, of all teams. */
export const pollHeads = (deps: Deps): Promise<void> => workLanes(deps, polls);

async function pollTeam(deps: Deps, { team: teamId }: Lane): Promise<boolean> {
  const { db } = deps;
  const now = deps.clock.now();
  const due = await takeDuePolls(db, { teamId, now, dueBefore: now - everyMs, limit });
  if (due.length === 0) return false;
  const applications = [...due, ...(await takeSiblings(db, { teamId, now }, due))];
  const targets = await readPollTargets(
    db,
    teamId,
    applications.map(({ id }) => id),
  );
  const list = pollQuestions(applications, targets);
  const left = await atMost(deps, { list, work: (question) => askSafely(deps, question) });
  const unasked = left.flatMap((question) => question.applications.map(({ id }) => id));
  if (unasked.length > 0) await runBatch(db, [givePollsBack(db, teamId, unasked)]);
  return left.length === 0 && due.length === limit;
}

async function askSafely(deps: Deps, question: PollQuestion): Promise<void> {
  const [first] = question.applications;
  try {
    if (/^https?:/.test(question.url)) await askOverHttp(deps, question);
    else if (first) await sendRunner(deps, { first, question });
  } catch (error) {
    deps.log.error("a branch could not be polled", error, { application: first?.id ?? null });
  }
}

async function askOverHttp(deps: Deps, { url, target, applications }: PollQuestion): Promise<void> {
  const { source, wrappedKey } = target;
  const refs = [...new Set(applications.map(({ branch }) => branch ?? ""))];
  const team = applications[0]?.teamId ?? "";
  const answer = await askForge(deps, { url, refs, asked: source ? { source, wrappedKey } : null, team });
  for (const application of applications) {
    if (answer.movedTo !== null)
      await learnMove(deps, application, {
        to: answer.movedTo,
        isFollowed: answer.kind === "known",
        source,
        actor: "poll",
      });
    if (answer.kind === "unknown") continue;
    if (answer.movedTo === null) await forgetMove(deps, application);
    const head = answer.heads.get(application.branch ?? "");
    if (head !== undefined) await followPolledHead(deps, application, head);
  }
}

/** One job looks for all: its result is told to every application that follows the same branch. */
async function sendRunner(deps: Deps, { first, question }: { first: PolledApplication; question: PollQuestion }) {
  const runnerId = lookedAtBy(question.target);
  const order = { kind: "read-head", teamId: first.teamId, runnerId, resourceId: first.id } as const;
  await runBatch(deps.db, [insertJob(deps.db, newJob(deps, order))]);
  deps.hub.wakeRunner(runnerId);
}

/** A head that nobody has told of is deployed, once. The first look at an application that was never deployed only remembers it. */
export async function followPolledHead(deps: Deps, application: PolledApplication, head: string): Promise<void> {
  const { db } = deps;
  const { id: applicationId, teamId, branch, lastSeenHead } = application;
  if (branch === null || head === lastSeenHead) return;
  if (await isMissedPush(deps, application, head)) {
    try {
      await followBranch(
        deps,
        { teamId, resourceId: applicationId, trigger: "poll" },
        { ref: branch, sha: head, isAsked: true },
      );
    } catch (error) {
      // Something a person has to mend, e.g. a missing deploy key: the head stays unseen and is tried again.
      if (error instanceof AppError || error instanceof DamagedValue) return;
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
