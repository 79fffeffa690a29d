import { inPieces, type Pieces } from "../../kit/sql/in-pieces.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { mayGo } from "../../rules/retention.ts";
import {
  dropChunks,
  dropDeployments,
  listJobsOfDeployments,
  listNewestReleases,
  listOldDeployments,
  listOldLogs,
  noteDroppedLogs,
  type OldDeployment,
  type Place,
} from "./deployments.store.ts";

/** Log pieces of one statement: each may be 64 KB. */
const chunksAtOnce = 100;
const jobsAtOnce = 25;
const page = 200;
const deploymentsAtOnce = 25;
const walkStart: Place = { at: Number.MIN_SAFE_INTEGER, id: "" };

/** Deletes the logs of jobs, in pieces. */
export const dropLogs = (pieces: Pieces, jobIds: readonly string[]): Promise<number> =>
  inPieces(() => dropChunks(pieces.db, jobIds, chunksAtOnce), { ...pieces, size: chunksAtOnce });

export async function pruneLogs(pieces: Pieces, { before, days }: { before: number; days: number }): Promise<void> {
  const { db, capacity } = pieces;
  let after = walkStart;
  while (!capacity.isSpent()) {
    const old = await listOldLogs(db, { before, after, limit: jobsAtOnce });
    const ids = old.map(({ id }) => id);
    if (ids.length === 0) return;
    await dropLogs(pieces, ids);
    if (capacity.isSpent()) return;
    await runBatch(db, [noteDroppedLogs(db, ids, `Its log was deleted: logs are kept for ${days} days.`)]);
    if (old.length < jobsAtOnce) return;
    after = old.at(-1) ?? after;
    await pieces.pause();
  }
}

/** Deletes old deployments with their jobs, steps and logs; what a rollback, a push or an open job needs stays. */
export async function pruneDeployments(pieces: Pieces, { before }: { before: number }): Promise<void> {
  const { db, capacity, pause } = pieces;
  let after = walkStart;
  // Of one pass: what comes meanwhile is newer than anything that is judged here.
  const newest: Newest = new Map();
  while (!capacity.isSpent()) {
    const old = await listOldDeployments(db, { before, after, limit: page });
    const going = await judge(pieces, { old, known: newest });
    for (let at = 0; at < going.length && !capacity.isSpent(); at += deploymentsAtOnce) {
      await dropAll(pieces, going.slice(at, at + deploymentsAtOnce));
      await pause();
    }
    const last = old.at(-1);
    if (!last || old.length < page) return;
    after = { at: last.finishedAt, id: last.id };
  }
}

type Newest = Map<string, Awaited<ReturnType<typeof listNewestReleases>>>;

async function judge(
  { db }: Pieces,
  { old, known }: { old: readonly OldDeployment[]; known: Newest },
): Promise<string[]> {
  const byResource = Map.groupBy(
    old.filter(({ isAmongNewest }) => !isAmongNewest),
    ({ resourceId }) => resourceId,
  );
  const going: string[] = [];
  for (const [resourceId, rows] of byResource) {
    const newest = known.get(resourceId) ?? (await listNewestReleases(db, resourceId));
    known.set(resourceId, newest);
    const keepReleases = rows[0]?.keepReleases ?? 0;
    going.push(...mayGo(rows, { newest, keepReleases }).map(({ id }) => id));
  }
  return going;
}

async function dropAll(pieces: Pieces, ids: readonly string[]): Promise<void> {
  const jobIds = await listJobsOfDeployments(pieces.db, ids);
  await dropLogs(pieces, jobIds);
  if (!pieces.capacity.isSpent()) await dropDeployments(pieces.db, { ids, jobIds });
}
