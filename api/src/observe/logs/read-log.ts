import { isTerminalJob } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { cadence } from "../../rules/cadence.ts";
import type { LogEnd, LogPage } from "./logs.schemas.ts";
import { countChunks, getLogJob, type LogJob, type LogOf, type LogPlace, listChunks } from "./logs.store.ts";

export const logStart: LogPlace = { attempt: 0, seq: -1 };

export function parseCursor(cursor: string | undefined): LogPlace {
  const [attempt, seq] = (cursor ?? "").split(".").map(Number);
  return attempt === undefined || seq === undefined || Number.isNaN(seq) ? logStart : { attempt, seq };
}
export const cursorOf = ({ attempt, seq }: LogPlace) => `${attempt}.${seq}`;

/** One page of a deployment's log, after a place. */
export async function readLog(
  { db }: Pick<Deps, "db">,
  teamId: string,
  query: LogOf & { after: LogPlace; limit: number },
): Promise<LogPage> {
  const { job } = await getLogJob(db, teamId, query);
  const given = query.after === logStart ? null : cursorOf(query.after);
  if (!job) return { chunks: [], cursor: given, isComplete: false, missingChunks: 0, isTruncated: false };
  const found = await listChunks(db, job.id, { after: query.after, limit: query.limit + 1 });
  const chunks = found.slice(0, query.limit);
  const last = chunks.at(-1);
  // The state was read before the chunks: a job that had ended then can have added none since.
  const isComplete = isTerminalJob(job.state) && found.length <= query.limit;
  return { chunks, cursor: last ? cursorOf(last) : given, isComplete, ...(await logEnd({ db }, job)) };
}

/** What is known to be missing: pieces the runner counted and that never came, and what the cap cut off. */
async function logEnd({ db }: Pick<Deps, "db">, job: LogJob): Promise<LogEnd> {
  const isTruncated = job.logSizeBytes > cadence.logMaxBytes;
  if (!isTerminalJob(job.state) || job.chunkCount === null || isTruncated) return { missingChunks: 0, isTruncated };
  const stored = await countChunks(db, { jobId: job.id, attempt: job.attempt });
  return { missingChunks: Math.max(0, job.chunkCount - stored), isTruncated };
}
