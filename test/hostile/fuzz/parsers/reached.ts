import { Session } from "node:inspector/promises";
import { pathToFileURL } from "node:url";
import { root } from "../../../../scripts/check/repository.ts";
import type { Reading } from "./find-parsers.ts";

/** Watches from now on which functions are called; modules that were loaded before are not seen. */
export async function watchCalls() {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  return {
    /** Those of the readings whose innermost function was called. */
    reached: async (readings: readonly Reading[]): Promise<Reading[]> => {
      const { result } = await session.post("Profiler.takePreciseCoverage");
      const functionsOf = new Map(
        result.map(({ url, functions }) => [url, functions.flatMap(({ ranges }) => ranges.slice(0, 1))]),
      );
      return readings.filter(({ path, at }) => {
        const known = functionsOf.get(pathToFileURL(`${root}/${path}`).href) ?? [];
        // Of a library nobody knows where it is called: any function of the file will do, but not the loading of it.
        if (at === -1) return known.some(({ startOffset, count }) => startOffset > 0 && count > 0);
        const around = known.filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset);
        const [innermost] = around.sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
        return innermost !== undefined && innermost.count > 0;
      });
    },
  };
}
