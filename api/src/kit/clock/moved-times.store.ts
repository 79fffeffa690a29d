import { type Database, schema } from "@fairlead/db";
import { type Column, type SQL, sql } from "drizzle-orm";

const {
  application,
  bulk,
  delivery,
  deployment,
  deploymentTarget,
  instanceSetting,
  job,
  notification,
  rateWindow,
  resource,
  resourceTarget,
  runner,
  server,
  volume,
} = schema;

const later = (column: Column, byMs: number): SQL<number> => sql`${column} + ${byMs}`;

/**
 * Moves every time that is waited for or counted from along with a clock that was set by so many ms, so that as much is left of each as
 * before. Over all teams: the clock is everybody's. What is written out is what partial indexes hold, in
 * their own words, with what makes SQLite begin at them. Dates that were told to people, as when a session, a link or a token ends, stay what they are.
 */
export const movedTimes = (db: Database, byMs: number) =>
  [
    db
      .update(job)
      .set({
        leaseEndsAt: later(job.leaseEndsAt, byMs),
        deadlineAt: later(job.deadlineAt, byMs),
        cancelRequestedAt: later(job.cancelRequestedAt, byMs),
        startedAt: later(job.startedAt, byMs),
      })
      .where(sql`state = 'running' AND deadline_at > 0`),
    ...movedAround(db, byMs),
  ] as const;

/**
 * The same for a clock that was found to be set back some time ago. A job may have been given out since, and its times are right: none
 * may be shortened. So each lease is a whole one, and nothing is later than it could be if it began now.
 */
export const movedBackUnseen = (db: Database, { byMs, now, leaseMs }: { byMs: number; now: number; leaseMs: number }) =>
  [
    db
      .update(job)
      .set({
        leaseEndsAt: now + leaseMs,
        deadlineAt: sql`min(${job.deadlineAt}, ${now} + ${job.timeoutMs})`,
        cancelRequestedAt: sql`min(${job.cancelRequestedAt}, ${now})`,
        startedAt: sql`min(${job.startedAt}, ${now})`,
      })
      .where(sql`state = 'running' AND deadline_at > 0`),
    ...movedAround(db, byMs),
  ] as const;

/** All but the running jobs themselves. */
const movedAround = (db: Database, byMs: number) =>
  [
    db
      .update(bulk)
      .set({ nextAt: later(bulk.nextAt, byMs), endsAt: later(bulk.endsAt, byMs) })
      .where(sql`state = 'running' AND next_at > 0`),
    // Nobody's data goes sooner because a clock was set.
    db
      .update(volume)
      .set({ purgeAt: later(volume.purgeAt, byMs) })
      .where(sql`state = 'trashed' AND purge_at > 0`),
    // Who came first goes first: those that wait keep their turn before those that come after the step.
    db
      .update(job)
      .set({
        availableAt: later(job.availableAt, byMs),
        createdAt: later(job.createdAt, byMs),
        // Zero stands for an application that was never served.
        servedAt: sql`iif(${job.servedAt} > 0, ${job.servedAt} + ${byMs}, ${job.servedAt})`,
      })
      .where(sql`state = 'queued' AND runner_id > ''`),
    db
      .update(deployment)
      .set({ startedAt: later(deployment.startedAt, byMs), liveAt: later(deployment.liveAt, byMs) })
      .where(
        sql`id IN (SELECT deployment_id FROM job INDEXED BY job_running WHERE state = 'running' AND lease_ends_at > 0)`,
      ),
    db
      .update(deploymentTarget)
      .set({ liveAt: later(deploymentTarget.liveAt, byMs) })
      .where(sql`job_id IN (SELECT id FROM job INDEXED BY job_running WHERE state = 'running' AND lease_ends_at > 0)`),
    db
      .update(delivery)
      .set({ nextAttemptAt: later(delivery.nextAttemptAt, byMs) })
      .where(sql`state IN ('received', 'processing') AND source_id > ''`),
    db
      .update(notification)
      .set({ nextAttemptAt: later(notification.nextAttemptAt, byMs) })
      .where(sql`state = 'waiting' AND channel_id > ''`),
    db.update(application).set({
      headPolledAt: later(application.headPolledAt, byMs),
      nextDigestAt: later(application.nextDigestAt, byMs),
    }),
    db.update(resource).set({ stateObservedAt: later(resource.stateObservedAt, byMs) }),
    db.update(resourceTarget).set({ stateObservedAt: later(resourceTarget.stateObservedAt, byMs) }),
    // A check that was asked for before the server was changed counts for nothing.
    db.update(server).set({ nextCheckAt: later(server.nextCheckAt, byMs), updatedAt: later(server.updatedAt, byMs) }),
    db.update(runner).set({ lastSeenAt: later(runner.lastSeenAt, byMs) }),
    db.update(rateWindow).set({ endsAt: later(rateWindow.endsAt, byMs) }),
    db
      .update(instanceSetting)
      .set({ value: sql`CAST(${instanceSetting.value} + ${byMs} AS TEXT)` })
      .where(sql`key = 'swept-at'`),
  ] as const;

/** What was counted while nobody could be heard for so long: running jobs get it back, and whoever was there before is not taken for silent. */
export const afterGap = (db: Database, gap: { now: number; gapMs: number; leaseMs: number; heardMs: number }) =>
  [
    db
      .update(job)
      .set({
        leaseEndsAt: sql`max(${job.leaseEndsAt}, ${gap.now + gap.leaseMs})`,
        deadlineAt: later(job.deadlineAt, gap.gapMs),
      })
      .where(sql`state = 'running' AND deadline_at > 0`),
    db
      .update(runner)
      .set({ lastSeenAt: gap.now })
      .where(sql`last_seen_at > ${gap.now - gap.gapMs - gap.heardMs}`),
  ] as const;
