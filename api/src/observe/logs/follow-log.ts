import type { Deps } from "../../kit/deps.ts";
import type { LogChunkView, LogEnd } from "./logs.schemas.ts";
import type { LogOf, LogPlace } from "./logs.store.ts";
import { parseCursor, readLog } from "./read-log.ts";

export type LogEvent = { kind: "chunk"; chunk: LogChunkView } | { kind: "quiet" } | { kind: "end"; end: LogEnd };

/** A missed wake-up costs at most this long: the database is the truth. */
const pollMs = 3_000;
const pageSize = 200;

/**
 * The log from a place on: first what is stored, then what comes, until the job has ended. `quiet` says that nothing came for a while,
 * so that the connection can be kept open. Hub events only say when to look.
 */
export async function* followLog(
  deps: Deps,
  teamId: string,
  { deploymentId, server, after, signal }: LogOf & { after: LogPlace; signal: AbortSignal },
): AsyncGenerator<LogEvent> {
  const stop = new AbortController();
  const waker = watch(deps, { teamId, deploymentId, signal: AbortSignal.any([signal, stop.signal]) });
  let place = after;
  try {
    while (!signal.aborted) {
      waker.reset();
      const page = await readLog(deps, teamId, { deploymentId, server, after: place, limit: pageSize });
      for (const chunk of page.chunks) yield { kind: "chunk", chunk };
      place = page.cursor === null ? place : parseCursor(page.cursor);
      if (page.isComplete) {
        const { missingChunks, isTruncated } = page;
        yield { kind: "end", end: { missingChunks, isTruncated } };
        return;
      }
      if (page.chunks.length === pageSize) continue;
      await waker.woken(pollMs);
      if (page.chunks.length === 0) yield { kind: "quiet" };
    }
  } finally {
    stop.abort();
  }
}

/** Notices events of one deployment in the background; what happens between `reset` and `woken` is not lost. */
function watch(deps: Deps, of: { teamId: string; deploymentId: string; signal: AbortSignal }) {
  let isDirty = false;
  let wake = () => {};
  const listen = async () => {
    for await (const event of deps.hub.subscribe(of.teamId, of.signal)) {
      const isOurs =
        (event.type === "log" && event.deployment === of.deploymentId) ||
        (event.type === "deployment" && event.id === of.deploymentId);
      if (!isOurs) continue;
      isDirty = true;
      wake();
    }
  };
  listen().catch((error: unknown) => deps.log.error("live events of a log broke off", error));
  return {
    reset: () => {
      isDirty = false;
    },
    woken: (waitMs: number) =>
      new Promise<void>((resolve) => {
        if (isDirty || of.signal.aborted) return resolve();
        const timer = setTimeout(resolve, waitMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        of.signal.addEventListener("abort", wake, { once: true });
      }),
  };
}
