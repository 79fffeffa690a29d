/** What is added to the product again and again, as a throw-away example: a patch in this folder. */
export interface Addition {
  name: string;
  patch: string;
  /** What it may touch at most. */
  goal: { newFiles: number; changedLines: number };
  /** Test files of the fast suite that cover it without a change. */
  tests: readonly string[];
}

export const additions: readonly Addition[] = [
  {
    name: "a job kind",
    patch: "job-kind.patch",
    goal: { newFiles: 3, changedLines: 3 },
    tests: [
      "api/src/job-kinds.test.ts",
      "runner/src/jobs/repeat-jobs.test.ts",
      "runner/src/jobs/step-faults.test.ts",
      "test/history/shape.test.ts",
    ],
  },
];
