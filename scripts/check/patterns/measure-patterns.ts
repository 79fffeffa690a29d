import { join } from "node:path";
import { runWhileTalking } from "../../process/run-while-talking.ts";
import { root } from "../repository.ts";
import { type Pattern, type Trial, textOf, type WorstCases } from "./pattern.ts";

interface Measure {
  length: number;
  /** A process that ends no trial for so long is killed. */
  patienceMs: number;
}

const exhaustScript = join(root, "scripts/check/patterns/exhaust-patterns.ts");
const mebibyte: Measure = { length: 1_048_576, patienceMs: 5_000 };

/** Patterns that did not come to their end, each with the text that held it up. */
export async function measurePatterns(
  patterns: readonly Pattern[],
  { registered, measure = mebibyte }: { registered: WorstCases; measure?: Measure },
) {
  const unique = [...new Map(patterns.map((each) => [textOf(each), each])).values()];
  const trials = unique.flatMap((pattern) =>
    (registered[textOf(pattern)] ?? []).map((worst): Trial => ({ ...pattern, worst })),
  );
  const half = Math.ceil(trials.length / 2);
  const stuck = await Promise.all([trials.slice(0, half), trials.slice(half)].map((part) => tryAll(part, measure)));
  return { trials: trials.length, patterns: unique.length, stuck: stuck.flat() };
}

async function tryAll(trials: readonly Trial[], measure: Measure): Promise<Trial[]> {
  const stuck: Trial[] = [];
  let rest = trials;
  while (rest.length > 0) {
    const ended = await tryUntilStuck(rest, measure);
    const held = rest[ended];
    // Once more alone: the machine may have had something else to do.
    if (held && (await tryUntilStuck([held], measure)) === 0) stuck.push(held);
    rest = rest.slice(ended + 1);
  }
  return stuck;
}

/** How many came to their end before one did not. */
async function tryUntilStuck(trials: readonly Trial[], { length, patienceMs }: Measure): Promise<number> {
  const input = JSON.stringify({ trials, length });
  const { lines } = await runWhileTalking(exhaustScript, { input, patienceMs });
  return lines.length;
}
