import type { Deps } from "../../kit/deps.ts";
import { inPieces, type Pieces, pieceSize } from "../../kit/sql/in-pieces.ts";
import { shortPause } from "../../kit/sql/short-pause.ts";
import { runBatch } from "../../kit/write/run-batch.ts";
import { dropJobsAndSteps, listJobsOfResource, readWalk, walkJobs, walkSteps, writeWalk } from "./orphans.store.ts";
import { dropLogs } from "./prune-deployments.ts";

/** Pages of one turn: a walk through a million jobs takes some days, and reads little at a time. */
const pagesATurn = 80;
const walks = ["job", "step"] as const;

/**
 * Finds what was left by something that is deleted: jobs of deployments that are gone, steps of jobs that are gone. Walks through both
 * tables a bit further each turn, and begins again at their end.
 */
export async function pruneOrphans(pieces: Pieces): Promise<void> {
  const { db, clock, capacity, pause } = pieces;
  let [table = "job", after = ""] = (await readWalk(db)).split(" ");
  for (let i = 0; i < pagesATurn && !capacity.isSpent(); i++) {
    const page = { after, limit: pieceSize };
    const walked = table === "step" ? await walkSteps(db, page) : await walkJobs(db, page);
    const orphans = walked.flatMap(({ id, orphan }) => (orphan === 1 ? [id] : []));
    if (orphans.length > 0) await dropJobs(pieces, orphans);
    const isEnd = walked.length < pieceSize;
    after = isEnd ? "" : (walked.at(-1)?.id ?? "");
    if (isEnd && table === walks.at(-1)) {
      table = walks[0];
      break;
    }
    if (isEnd) table = "step";
    await pause();
  }
  await runBatch(db, [writeWalk(db, `${table} ${after}`, clock.now())]);
}

async function dropJobs(pieces: Pieces, ids: readonly string[]): Promise<void> {
  await dropLogs(pieces, ids);
  await dropJobsAndSteps(pieces.db, ids);
}

/** The work of an application that was deleted, at once: its logs are nobody's any more. What this leaves, the walk finds. */
export async function forgetResource(deps: Deps, resourceId: string): Promise<void> {
  const pieces = { ...deps, pause: shortPause };
  await inPieces(async () => {
    const ids = await listJobsOfResource(deps.db, resourceId, pieceSize);
    if (ids.length > 0) await dropJobs(pieces, ids);
    return ids.length;
  }, pieces);
}
