import type { Finding } from "../finding.ts";
import { findAllPatterns } from "./find-all.ts";
import { measurePatterns } from "./measure-patterns.ts";
import { textOf } from "./pattern.ts";
import { readWorstCases } from "./worst-cases.ts";

/** Patterns that do not come to the end of a mebibyte of what they work hardest on. */
export async function judgePatterns(): Promise<{ findings: Finding[]; note: string }> {
  const found = findAllPatterns();
  const { patterns, trials, stuck } = await measurePatterns(found, { registered: readWorstCases() });
  const findings = stuck.flatMap((trial) =>
    found
      .filter((each) => textOf(each) === textOf(trial))
      .map(({ path, line }): Finding => {
        const message = `${textOf(trial)} does not end on 1 MiB of ${JSON.stringify(trial.worst)}; bound its repetitions, or compare without a pattern`;
        return { path, line, rule: "patterns", message };
      }),
  );
  return { findings, note: `${patterns} over ${trials} worst cases of 1 MiB` };
}
