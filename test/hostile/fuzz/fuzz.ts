import { join } from "node:path";
import { runWhileTalking } from "../../../scripts/process/run-while-talking.ts";
import type { Failure, Line, Tried } from "./report.ts";
import type { Target } from "./target.ts";

export interface Fuzzed {
  tried: Tried | undefined;
  failures: Failure[];
}

/** Silence of the process that tries: it is held up by one text, or gone. */
const patienceMs = 40_000;

/** Tries one parser in a process of its own. A process that ends or falls silent before it is done is a failure like any other. */
export async function fuzz(
  target: Target,
  { seed, cases, forMs }: { seed: number; cases: number; forMs: number },
): Promise<Fuzzed> {
  const args = [target.name, String(seed), String(cases), String(forMs)];
  const { lines, code } = await runWhileTalking(join(import.meta.dirname, "try-target.ts"), { args, patienceMs });
  const told = lines.map((line): Line => JSON.parse(line));
  const failures = told.flatMap(({ failure }) => failure ?? []);
  const tried = told.find((line) => line.tried)?.tried;
  const lastSeed = told.findLast((line) => line.at !== undefined)?.at ?? seed;
  const ended = {
    seed: lastSeed,
    what: code === null ? "fell silent" : "ended the process",
    words: `after this seed, code ${code}`,
  };
  return { tried, failures: tried ? failures : [...failures, ended] };
}
