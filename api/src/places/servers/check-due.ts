import type { Cause } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { notificationStatements } from "../../work/notifications/notify.ts";
import { sendDue } from "../../work/notifications/send-due.ts";
import { recheckMs, runnerSilenceMs } from "./check-periods.ts";
import {
  listDueServers,
  listUnwatchedServers,
  markUnreachable,
  postponeChecks,
  type UnwatchedServer,
} from "./due.store.ts";
import { unreachableNews } from "./server-news.ts";

/** Servers of one batch: as many as are due are taken, in so many batches. */
const atOnce = 100;

/** Periodic duty: queues every check that is due, and tells of servers whose runner fell silent. */
export async function checkDueServers(deps: Deps): Promise<void> {
  await queueDueChecks(deps);
  await tellUnwatched(deps);
}

async function queueDueChecks(deps: Deps) {
  const { db, clock, hub, capacity } = deps;
  while (!capacity.isSpent()) {
    const now = clock.now();
    const due = await listDueServers(db, { now, limit: atOnce });
    if (due.length === 0) return;
    const watched = due.filter(({ revokedAt }) => revokedAt === null);
    await runBatch(db, [
      postponeChecks(
        db,
        due.map(({ id }) => id),
        { now, next: now + recheckMs },
      ),
      ...watched.map(({ id, teamId, runnerId }) =>
        insertJob(db, newJob(deps, { kind: "check-server", teamId, runnerId, serverId: id })),
      ),
    ]);
    for (const runnerId of new Set(watched.map((each) => each.runnerId))) hub.wakeRunner(runnerId);
    if (due.length < atOnce) return;
  }
}

/** A silent runner cannot report anything, so its silence is the finding. A later successful check tells of the recovery. */
async function tellUnwatched(deps: Deps) {
  const { db, clock, capacity } = deps;
  let isTold = true;
  while (isTold && !capacity.isSpent()) {
    isTold = false;
    const unwatched = await listUnwatchedServers(db, { silentSince: clock.now() - runnerSilenceMs, limit: atOnce });
    for (const found of unwatched) isTold = (await tellSafely(deps, found)) || isTold;
    if (isTold) deps.background(() => sendDue(deps));
    if (unwatched.length < atOnce) return;
  }
}

/** One that cannot be told must not keep the others untold. */
async function tellSafely(deps: Deps, found: UnwatchedServer): Promise<boolean> {
  try {
    await tellUnwatchedServer(deps, found);
    return true;
  } catch (error) {
    deps.log.error("a silent server could not be told of", error, { server: found.id });
    return false;
  }
}

async function tellUnwatchedServer(deps: Deps, found: UnwatchedServer) {
  const { db, clock, hub } = deps;
  const now = clock.now();
  const { id, teamId } = found;
  const cause: Cause = {
    class: "lost-runner",
    step: null,
    sentence: `The runner ${found.runnerName} has been silent since ${new Date(found.lastSeenAt).toISOString()}, so nothing is known of this server. What runs on it may still be running.`,
    evidence: [],
    nextAction: "Start the runner again: systemctl status fairlead-runner on its machine says why it stopped.",
  };
  const runner = { id: found.runnerId, name: found.runnerName };
  const news = await notificationStatements(deps, {
    teamId,
    event: "server.unreachable",
    subjectId: `${id}@${now}`,
    content: unreachableNews({ server: found, runner, cause }),
  });
  const set = { state: "unreachable" as const, checkCause: cause, unreachableSince: now, nextCheckAt: now + recheckMs };
  await runBatch(db, [markUnreachable(db, { id, set }), ...news]);
  hub.publish(teamId, { type: "server", id, state: "unreachable" });
}
