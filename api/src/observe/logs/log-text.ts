import type { Deps } from "../../kit/deps.ts";
import type { LogOf } from "./logs.store.ts";
import { logStart, parseCursor, readLog } from "./read-log.ts";

const pageSize = 200;

/** The whole log as text, attempt by attempt, with what is missing named where it is missing. */
export async function* logText(deps: Pick<Deps, "db">, teamId: string, log: string | LogOf): AsyncGenerator<string> {
  const of = typeof log === "string" ? { deploymentId: log } : log;
  let after = logStart;
  let attempt = 0;
  let expected = 0;
  for (;;) {
    const page = await readLog(deps, teamId, { ...of, after, limit: pageSize });
    for (const chunk of page.chunks) {
      const isNewAttempt = chunk.attempt !== attempt;
      if (isNewAttempt) expected = 0;
      attempt = chunk.attempt;
      if (isNewAttempt && attempt > 1) yield `\n--- attempt ${attempt} ---\n`;
      if (chunk.seq > expected) yield `--- ${chunk.seq - expected} pieces of the log are missing here ---\n`;
      expected = chunk.seq + 1;
      yield chunk.text;
    }
    if (page.chunks.length < pageSize) {
      if (page.missingChunks > 0) yield `--- ${page.missingChunks} pieces of the log never arrived ---\n`;
      return;
    }
    after = parseCursor(page.cursor ?? undefined);
  }
}
