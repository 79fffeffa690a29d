import { isJobKind, jobKinds } from "@fairlead/runner/contract";
import { nounOf } from "./resource-words.ts";

export type WaitingFacts = {
  /** What it works on. */
  subject: { kind: string; id: string };
  queuedAt: number;
  availableAt: number;
  attempt: number;
  isBuild: boolean;
  /** The contract it needs, when it was found too new for its runner. */
  needsContract: number | null;
  runner: { name: string; lastSeenAt: number; revokedAt: number | null; version: string; contract: number };
  server: { name: string; state: string; buildConcurrency: number } | null;
  /** Kind of the job that holds the same lock now. */
  lockHolder: string | null;
  /** Jobs of the same resource that were queued before. */
  ahead: number;
  runningBuilds: number;
  /** What its runner works on now, for whichever resource or server. */
  runnerJobs: number;
};

const onlineMs = 90_000;
/** A runner that has a place free asks all the time, and is told of new work at once: within this it has begun. */
const patienceMs = 2_000;
const underway = (kind: string, noun: string): string =>
  isJobKind(kind) ? jobKinds[kind].words.underway(noun) : `Other work on this ${noun} is running.`;

/** Why a queued job has not started, most lasting reason first; null when it will start with the runner's next look. */
export function waitingReason(facts: WaitingFacts, now: number): string | null {
  const { runner, server, subject } = facts;
  const noun = subject.kind === "resource" ? nounOf(subject.id) : subject.kind;
  if (runner.revokedAt !== null) return `Runner ${runner.name} was revoked.`;
  if (now - runner.lastSeenAt > onlineMs)
    return `Runner ${runner.name} was last seen ${ago(now - runner.lastSeenAt)} ago.`;
  if ((facts.needsContract ?? 0) > runner.contract)
    return `Runner ${runner.name} (version ${runner.version}) is too old for a setting that is used here. Update it; this starts by itself then.`;
  if (server?.state === "untrusted") return `The host key of server ${server.name} waits to be confirmed.`;
  if (server?.state === "pending") return `Server ${server.name} has not been reached yet.`;
  if (facts.lockHolder !== null) return underway(facts.lockHolder, noun);
  if (facts.ahead > 0)
    return facts.ahead === 1
      ? `One earlier job of this ${noun} goes first.`
      : `${facts.ahead} earlier jobs of this ${noun} go first.`;
  // Nobody has begun it: it is held for another target of its deployment.
  if (facts.availableAt > now && facts.attempt === 0)
    return "Another server goes first: it finds the commit and runs what has to be done once.";
  if (facts.availableAt > now)
    return `Attempt ${facts.attempt} broke; the next one starts in ${ago(facts.availableAt - now)}.`;
  if (facts.isBuild && server && facts.runningBuilds >= server.buildConcurrency)
    return `Server ${server.name} is already building as much as it may (${server.buildConcurrency}).`;
  if (now - Math.max(facts.queuedAt, facts.availableAt) < patienceMs) return null;
  const others = facts.runnerJobs === 1 ? "one other job" : `${facts.runnerJobs} other jobs`;
  if (facts.runnerJobs > 0)
    return `Runner ${runner.name} works on ${others}; this one begins when it has a place free.`;
  return `Runner ${runner.name} does not take it: it was last heard ${ago(now - runner.lastSeenAt)} ago and may be stopped.`;
}

function ago(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
