import type { Cause } from "@fairlead/runner/contract";
import type { Deps } from "../deps.ts";
import { insertJob, newJob } from "../jobs/new-job.ts";
import { notificationStatements } from "../notifications/notify.ts";
import { sendDue } from "../notifications/send-due.ts";
import { runBatch } from "../statement.ts";
import { recheckMs, runnerSilenceMs } from "./check-periods.ts";
import { unreachableNews } from "./server-news.ts";
import {
  findServerOfJob,
  listUnwatchedServers,
  markUnreachable,
  type ServerWithRunner,
  takeDueServers,
} from "./servers.store.ts";

/** Periodic duty: queues the checks that are due, and tells of servers whose runner fell silent. At most `limit` of each a call. */
export async function checkDueServers(deps: Deps, limit = 50): Promise<void> {
  await queueDueChecks(deps, limit);
  await tellUnwatched(deps, limit);
}

async function queueDueChecks(deps: Deps, limit: number) {
  const { db, clock, hub } = deps;
  const now = clock.now();
  for (const { id } of await takeDueServers(db, { now, next: now + recheckMs, limit })) {
    const found = await findServerOfJob(db, id);
    if (!found || found.runner.revokedAt !== null) continue;
    const { teamId, runnerId } = found.server;
    await insertJob(db, newJob(deps, { kind: "check-server", teamId, runnerId, serverId: id }));
    hub.wakeRunner(runnerId);
  }
}

/** A silent runner cannot report anything, so its silence is the finding. A later successful check tells of the recovery. */
async function tellUnwatched(deps: Deps, limit: number) {
  const unwatched = await listUnwatchedServers(deps.db, { silentSince: deps.clock.now() - runnerSilenceMs, limit });
  for (const found of unwatched) await tellUnwatchedServer(deps, found);
  if (unwatched.length > 0) deps.background(() => sendDue(deps));
}

async function tellUnwatchedServer(deps: Deps, { server, runner }: ServerWithRunner) {
  const { db, clock, hub } = deps;
  const now = clock.now();
  const cause: Cause = {
    class: "lost-runner",
    step: null,
    sentence: `The runner ${runner.name} has been silent since ${new Date(runner.lastSeenAt).toISOString()}, so nothing is known of this server. Applications on it may still be running.`,
    evidence: [],
    nextAction: "Start the runner again: systemctl status fairlead-runner on its machine says why it stopped.",
  };
  const news = await notificationStatements(deps, {
    teamId: server.teamId,
    event: "server.unreachable",
    subjectId: `${server.id}@${now}`,
    content: unreachableNews({ server, runner, cause }),
  });
  const set = { state: "unreachable" as const, checkCause: cause, unreachableSince: now, nextCheckAt: now + recheckMs };
  await runBatch(db, [markUnreachable(db, { id: server.id, set }), ...news]);
  hub.publish(server.teamId, { type: "server", id: server.id, state: "unreachable" });
}
