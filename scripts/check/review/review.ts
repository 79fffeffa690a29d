import type { Finding } from "../finding.ts";
import type { Module } from "../module.ts";
import type { Measure } from "./measure.ts";
import { migrationsTested } from "./migrations.ts";
import { oneBatch } from "./one-batch.ts";
import { pureShare } from "./pure-share.ts";
import { suitesPassed } from "./suites.ts";
import { testsToSource } from "./tests-to-source.ts";

interface Repository {
  files: string[];
  readText: (path: string) => string;
}

/** What of the review can be counted. */
export const review = (modules: Module[], repository: Repository): Measure[] => [
  pureShare(modules),
  testsToSource(modules),
  oneBatch(modules),
  migrationsTested(modules, repository),
  ...suitesPassed(modules),
];

/** A goal that was reached is kept. */
export const lostGoals = (measures: Measure[]): Finding[] =>
  measures
    .filter(({ isLost }) => isLost)
    .map(({ name, measured, goal, missing }) => ({
      path: "scripts/check/review/review.ts",
      line: 1,
      rule: "review",
      message: [`${name}: ${measured}, and it was ${goal}`, ...missing.slice(0, 10)].join("\n    "),
    }));
