import type { Deps } from "../deps.ts";
import { sessionIdleMs } from "../http/actor.ts";
import { deleteEndedWindows } from "../http/rate-window.store.ts";
import { runBatch } from "../statement.ts";
import { deleteEndedResets, deleteEndedSessions, deleteOldEnrolments, deleteOldInvitations } from "./prune.store.ts";

const monthMs = 30 * 24 * 60 * 60 * 1000;

/** Sessions, resets and counters that ended go at once; enrolments and invitations stay visible for a month. */
export async function pruneCredentials({ db, clock }: Pick<Deps, "db" | "clock">): Promise<void> {
  const now = clock.now();
  await runBatch(db, [
    deleteEndedSessions(db, { now: new Date(now), idleBefore: new Date(now - sessionIdleMs) }),
    deleteEndedResets(db, new Date(now)),
    deleteEndedWindows(db, now),
    deleteOldEnrolments(db, now - monthMs),
    deleteOldInvitations(db, now - monthMs),
  ]);
}
