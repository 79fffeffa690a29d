import { measure } from "../measure.ts";
import type { Module } from "../module.ts";
import { isTest } from "../places.ts";
import { isHeldPure, isPureInFact } from "../purity.ts";
import type { Measure } from "./measure.ts";

const goal = 35;
/** What is reached, in whole percent: less than that is a loss. */
const reached = 34;

/** How many of the lines of api and runner stand in files that are held pure. */
export function pureShare(modules: Module[]): Measure {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const counted = modules.filter(({ path }) => /^(api|runner)\//.test(path) && !isTest(path));
  const linesOf = (some: Module[]) => some.reduce((sum, module) => sum + measure(module).lines, 0);
  const percent = (some: Module[]) => (100 * linesOf(some)) / Math.max(1, linesOf(counted));
  const share = percent(counted.filter(isHeldPure));
  const unheld = counted.filter((module) => !isHeldPure(module) && isPureInFact(module, byPath));
  return {
    name: "lines of api and runner that are held pure",
    measured: `${share.toFixed(1)} %, another ${percent(unheld).toFixed(1)} % pure and not held`,
    goal: `≥ ${goal} %, never below ${reached} %`,
    isMet: share >= goal,
    isLost: share < reached,
    missing: unheld.map(({ path }) => path),
  };
}
