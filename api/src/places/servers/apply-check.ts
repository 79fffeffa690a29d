import type { JobOutcome } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { type JudgedHealth, judgeCheck } from "../../rules/server-health.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { notificationStatements } from "../../work/notifications/notify.ts";
import { sendDue } from "../../work/notifications/send-due.ts";
import { recheckMs, urgentRecheckMs } from "./check-periods.ts";
import { keyChangedNews, recoveredNews, unreachableNews } from "./server-news.ts";
import { applyCheckToServer, findServerOfJob, type ServerChange, type ServerWithRunner } from "./servers.store.ts";

type Looked = ServerWithRunner["server"];
type CheckJob = { teamId: string; serverId: string | null; startedAt: number | null };

/**
 * Takes the result of a `check-server` job over into the server's row, and tells the channels once per change. Returns the server that
 * was looked at; undefined when the result speaks of none that is there.
 */
export async function applyServerCheck(deps: Deps, job: CheckJob, outcome: JobOutcome): Promise<Looked | undefined> {
  const { db, clock, hub } = deps;
  const found = job.serverId === null ? undefined : await findServerOfJob(db, job.serverId);
  if (!found) return undefined;
  const { server } = found;
  // The address changed while the check ran: its result speaks of another machine.
  if (job.startedAt !== null && job.startedAt < server.updatedAt) {
    await checkAgain(deps, found);
    return undefined;
  }
  const now = clock.now();
  const judged = judgeCheck(server, { outcome, now });
  await runBatch(db, [
    applyCheckToServer(db, { id: server.id, set: toChange(judged, now) }),
    ...(await newsStatements(deps, found, judged)),
  ]);
  hub.publish(job.teamId, { type: "server", id: server.id, state: judged.state });
  if (judged.tell) deps.background(() => sendDue(deps));
  return server;
}

async function checkAgain(deps: Deps, { server }: ServerWithRunner) {
  const order = { teamId: server.teamId, runnerId: server.runnerId, serverId: server.id };
  await insertJob(deps.db, newJob(deps, { kind: "check-server", ...order }));
  deps.hub.wakeRunner(server.runnerId);
}

function toChange(judged: JudgedHealth, now: number): ServerChange {
  const { state, lines, facts, cause, failedChecks, unreachableSince, seen } = judged;
  return {
    state,
    ...(lines ? { checks: lines } : {}),
    ...(facts === undefined ? {} : { facts }),
    ...(seen === undefined ? {} : { seenHostKey: seen?.hostKey ?? null, seenFingerprint: seen?.fingerprint ?? null }),
    ...(judged.isSeen ? { lastSeenAt: now } : {}),
    checkCause: cause,
    checkedAt: now,
    failedChecks,
    unreachableSince,
    nextCheckAt: now + (judged.isUrgent ? urgentRecheckMs : recheckMs),
  };
}

async function newsStatements(deps: Deps, { server, runner }: ServerWithRunner, judged: JudgedHealth) {
  const of = { server, runner, cause: judged.cause };
  const since = judged.unreachableSince ?? server.unreachableSince ?? deps.clock.now();
  const order = { teamId: server.teamId };
  const none: Statement[] = [];
  if (judged.tell === "unreachable") {
    const subjectId = `${server.id}@${since}`;
    return notificationStatements(deps, {
      ...order,
      event: "server.unreachable",
      subjectId,
      content: unreachableNews(of),
    });
  }
  if (judged.tell === "recovered") {
    const content = recoveredNews(of, deps.clock.now() - since);
    return notificationStatements(deps, {
      ...order,
      event: "server.recovered",
      subjectId: `${server.id}@${since}`,
      content,
    });
  }
  if (judged.tell !== "key-changed") return none;
  const seen = judged.seen?.fingerprint ?? null;
  const content = keyChangedNews(of, { confirmed: server.hostKeyFingerprint, seen });
  const subjectId = `${server.id}@key:${seen ?? deps.clock.now()}`;
  return notificationStatements(deps, { ...order, event: "server.unreachable", subjectId, content });
}
