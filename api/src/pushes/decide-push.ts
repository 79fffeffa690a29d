import { DamagedValue, readable } from "@fairlead/db";
import type { Deps } from "../kit/deps.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { pushKey } from "../rules/deployment.ts";
import { AppError } from "../rules/errors.ts";
import { matchApplications } from "../rules/match-applications.ts";
import { renamedUrl } from "../rules/moved-repository.ts";
import { hasSkipMarker, type PushEvent, short, subjectOf, whyIgnored } from "../rules/push-event.ts";
import { askForge } from "./ask-forge.ts";
import type { HeadAnswer } from "./ask-head.ts";
import { followBranch } from "./follow-branch.ts";
import {
  type AskedSource,
  type CandidateRow,
  type Decision,
  learnForgeId,
  listCandidates,
  rememberHead,
} from "./inbox.store.ts";
import type { DeliveryRow } from "./lane.store.ts";
import { learnMove } from "./learn-move.ts";
import { findWaiting } from "./waiting-head.store.ts";

/** `reason` speaks of the push as a whole, when no application had to be looked at. */
export type PushDecision = { reason: string | null; decisions: Decision[] };
/** Applications by source and repository, read once for the deliveries of one batch. */
export type KnownCandidates = Map<string, CandidateRow[]>;
type Given = {
  row: DeliveryRow;
  asked: AskedSource;
  push: PushEvent;
  known: KnownCandidates;
  /** Newest head that was told of an application, to be written with the ends of the batch. */
  seen: Map<string, string>;
  /** Holds the delivery for longer; before every wait on the forge. */
  keep(): Promise<void>;
};

/** Decides one ref that moved for every application on its repository. May run again: deployments are unique by their head. */
export async function decidePush(deps: Deps, given: Given): Promise<PushDecision> {
  const { push, row } = given;
  const nothing = whyIgnored(push);
  if (nothing) return { reason: nothing, decisions: [] };
  const { fullName: repository, forgeId } = push.repository;
  const moved = await followName(deps, given);
  const candidates = await candidatesOf(deps, given);
  if (candidates.length === 0)
    return { reason: `No application of this source uses the repository ${repository}.`, decisions: [] };
  if (forgeId !== null && candidates.some((candidate) => candidate.repositoryForgeId === null)) {
    await learnForgeId(deps.db, { sourceId: row.sourceId, repository, forgeId });
    given.known.clear();
  }
  const heads = new Map<string, HeadAnswer>();
  const decisions: Decision[] = [];
  for (const { applicationId, skip } of matchApplications(push, candidates.map(toCandidate))) {
    const candidate = candidates.find(({ id }) => id === applicationId);
    if (!candidate) continue;
    const decision = skip === null ? await deployHead(deps, { ...given, candidate, heads }) : skipped(skip);
    const told = moved.get(applicationId);
    decisions.push({
      application: applicationId,
      ...decision,
      reason: told === undefined ? decision.reason : `${decision.reason} ${told}`,
    });
  }
  return { reason: null, decisions };
}

/**
 * Applications that know the repository by its id learn what it is called now; answers what to say about each. A call that was sent once
 * more says what was true when it was made, and teaches nobody a name.
 */
async function followName(deps: Deps, given: Given): Promise<ReadonlyMap<string, string>> {
  const { push, row, asked } = given;
  const { fullName, written, forgeId } = push.repository;
  const told = new Map<string, string>();
  if (forgeId === null) return told;
  for (const candidate of await candidatesOf(deps, given)) {
    const { id, repository, repositoryUrl, repositoryForgeId, repositoryMovedAt } = candidate;
    if (repository === null || repository === fullName || repositoryForgeId !== forgeId) continue;
    told.set(id, `The forge calls the repository ${repository} ${fullName}.`);
    if (row.replayOf !== null || row.createdAt <= (repositoryMovedAt ?? 0)) continue;
    const to = renamedUrl(repositoryUrl ?? "", { from: repository, to: written });
    const move = { to: to ?? written, isFollowed: to !== null, source: asked.source, actor: "webhook" } as const;
    await learnMove(deps, candidate, move);
    given.known.clear();
  }
  return told;
}

/** Applications of the delivery's source on the repository of the push. */
export async function candidatesOf(
  { db }: Deps,
  { known, row, push }: Pick<Given, "known" | "row" | "push">,
): Promise<CandidateRow[]> {
  const { fullName: repository, forgeId } = push.repository;
  const key = JSON.stringify([row.sourceId, repository, forgeId]);
  const read = known.get(key) ?? (await listCandidates(db, { sourceId: row.sourceId, repository, forgeId }));
  known.set(key, read);
  return read;
}

const toCandidate = (row: CandidateRow) => ({ ...row, watchPaths: readable(row.watchPaths, () => null) });

type Outcome = Omit<Decision, "application">;
const skipped = (reason: string): Outcome => ({ deployment: null, reason });
type ForOne = Given & { candidate: CandidateRow; heads: Map<string, HeadAnswer> };

async function deployHead(deps: Deps, given: ForOne): Promise<Outcome> {
  const { push, candidate } = given;
  const told = push.after ?? "";
  const answer = await headOf(deps, given);
  if (answer.kind === "known" && answer.head === null)
    return skipped(`Branch ${push.ref} does not exist at the forge any more.`);
  const sha = answer.kind === "known" ? (answer.head ?? told) : told;
  const isTold = sha === told;
  if (isTold && push.headCommit && hasSkipMarker(push.headCommit.message)) {
    // The poll must not bring back what its author asked to skip.
    await runBatch(deps.db, [rememberHead(deps.db, candidate.id, sha)]);
    return skipped(`The commit message of ${short(sha)} asks to be skipped.`);
  }
  return enqueueHead(deps, given, { sha, isTold, answer });
}

type Chosen = { sha: string; isTold: boolean; answer: HeadAnswer };

async function enqueueHead(deps: Deps, given: ForOne, { sha, isTold, answer }: Chosen): Promise<Outcome> {
  const { push, row, candidate, seen } = given;
  const isAsked = answer.kind === "known";
  const commit = isTold ? push.headCommit : null;
  const known = { sha, subject: commit ? subjectOf(commit.message) : null, author: commit?.author ?? null };
  const order = {
    teamId: row.teamId,
    resourceId: candidate.id,
    trigger: "push" as const,
    known,
    deliveryId: row.id,
  };
  try {
    const waiting = isAsked
      ? undefined
      : await findWaiting(deps.db, row.teamId, {
          resourceId: candidate.id,
          ref: push.ref,
          naturalKey: pushKey(push.ref, sha),
        });
    if (waiting) {
      seen.set(candidate.id, sha);
      const reason = `Deployment #${waiting.number}, which has not begun, takes the head of the branch.`;
      return { deployment: waiting.id, reason };
    }
    const { id, number, isNew, deliveryId } = await atItsPace(given, () =>
      followBranch(deps, order, { ref: push.ref, sha, isAsked }),
    );
    await runBatch(deps.db, [rememberHead(deps.db, candidate.id, sha)]);
    seen.delete(candidate.id);
    // Decided once more after its worker died, a delivery is told what it did, not that somebody else did it.
    if (!isNew && deliveryId !== row.id)
      return { deployment: null, reason: `${short(sha)} was already deployed as #${number}.` };
    return { deployment: id, reason: toldReason({ number, sha }, { isTold, answer }) };
  } catch (error) {
    // What a person has to mend first is the decision; anything else is tried again.
    if (error instanceof AppError || error instanceof DamagedValue) return skipped(`Not deployed: ${error.message}`);
    throw error;
  }
}

/** Each refusal takes a quarter of a second: a minute in all, then the delivery is put off like one that broke. */
const mostRefusals = 240;

/** What the team asks too often is not refused to its pushes: they wait, and nobody else's with them. */
async function atItsPace<T>({ keep }: Pick<Given, "keep">, work: () => Promise<T>): Promise<T> {
  for (let refused = 1; ; refused++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== "limit") throw error;
      if (refused === mostRefusals) throw new Error("The team's pace left no room for a push.", { cause: error });
      await keep();
    }
  }
}

function toldReason({ number, sha }: { number: number; sha: string }, { isTold, answer }: Omit<Chosen, "sha">): string {
  if (answer.kind === "unknown") return `Deployment #${number} takes the head of the branch. ${answer.reason}`;
  if (!isTold) return `Deployment #${number} takes ${short(sha)}: the branch has moved on since this push.`;
  return `Deployment #${number} of ${short(sha)}.`;
}

/** The forge is asked once per repository address and delivery; over ssh only a runner can ask. */
async function headOf(deps: Deps, given: ForOne): Promise<HeadAnswer> {
  const { push, candidate, asked, heads } = given;
  const url = candidate.repositoryUrl ?? "";
  const known = heads.get(url);
  if (known) return known;
  await given.keep();
  const asking = await askForge(deps, { url, refs: [push.ref], asked, team: candidate.teamId });
  const answer: HeadAnswer =
    asking.kind === "known" ? { kind: "known", head: asking.heads.get(push.ref) ?? null } : asking;
  heads.set(url, answer);
  return answer;
}
