import { type Database, schema } from "@fairlead/db";
import { and, eq, gt, inArray, isNull, lte, ne, sql } from "drizzle-orm";
import type { ServerChange } from "./servers.store.ts";

const { server, runner } = schema;

// Over all teams: it is the clock that asks, not a person.

/** Servers whose periodic check is due, longest first. */
export const listDueServers = (db: Database, { now, limit }: { now: number; limit: number }) =>
  db
    .select({ id: server.id, teamId: server.teamId, runnerId: server.runnerId, revokedAt: runner.revokedAt })
    .from(server)
    .innerJoin(runner, eq(runner.id, server.runnerId))
    .where(lte(server.nextCheckAt, now))
    .orderBy(server.nextCheckAt)
    .limit(limit);

/** Statement for the batch that queues their checks. */
export const postponeChecks = (db: Database, ids: readonly string[], { now, next }: { now: number; next: number }) =>
  db
    .update(server)
    .set({ nextCheckAt: next })
    .where(and(inArray(server.id, [...ids]), lte(server.nextCheckAt, now)));

/**
 * Servers that nobody watches any more: their runner is silent, and nobody was told yet. Asked from the runners' side, which are few;
 * without what a check found, so that a damaged finding hides nothing.
 */
export const listUnwatchedServers = (db: Database, { silentSince, limit }: { silentSince: number; limit: number }) =>
  db.all<UnwatchedServer>(sql`
    SELECT s.id AS id, s.team_id AS teamId, s.name AS name, s.host AS host,
      r.id AS runnerId, r.name AS runnerName, r.last_seen_at AS lastSeenAt
    FROM runner r CROSS JOIN server s ON s.runner_id = r.id
    WHERE r.last_seen_at < ${silentSince} AND s.unreachable_since IS NULL AND s.last_seen_at IS NOT NULL
      AND s.state IN ('ready', 'warning', 'failing')
    LIMIT ${limit}`);
export type UnwatchedServer = {
  id: string;
  teamId: string;
  name: string;
  host: string | null;
  runnerId: string;
  runnerName: string;
  lastSeenAt: number;
};

export const markUnreachable = (db: Database, { id, set }: { id: string; set: ServerChange }) =>
  db
    .update(server)
    .set(set)
    .where(and(eq(server.id, id), isNull(server.unreachableSince), ne(server.state, "unreachable")));

/** A job found it away: whoever waits for it wants to know soon when it is back. */
export const checkSoon = (db: Database, { id, now }: { id: string; now: number }) =>
  db
    .update(server)
    .set({ nextCheckAt: now })
    .where(and(eq(server.id, id), gt(server.nextCheckAt, now)));
