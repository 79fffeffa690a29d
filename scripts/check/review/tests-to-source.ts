import { measure } from "../measure.ts";
import type { Module } from "../module.ts";
import { isTest } from "../places.ts";
import type { Measure } from "./measure.ts";

const goal = 0.8;

export function testsToSource(modules: Module[]): Measure {
  const linesOf = (some: Module[]) => some.reduce((sum, module) => sum + measure(module).lines, 0);
  const tests = linesOf(modules.filter(({ path }) => isTest(path)));
  const ratio = tests / Math.max(1, linesOf(modules.filter(({ path }) => !isTest(path))));
  const isMet = ratio >= goal;
  return {
    name: "lines of tests for each line of source",
    measured: ratio.toFixed(2),
    goal: `≥ ${goal.toFixed(2)}`,
    isMet,
    isLost: !isMet,
    missing: [],
  };
}
