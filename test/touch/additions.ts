/** What is added to the product again and again, as a throw-away example: a patch in this folder. */
export interface Addition {
  name: string;
  patch: string;
  /** What it may touch at most. */
  goal: { newFiles: number; changedLines: number };
  /** Folders that it brings along, each of which counts as one new file. */
  folders?: readonly string[];
  /** Its migration is made from its schema, as the checklist says: another one may have been made since the patch. */
  makesTable?: true;
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
  {
    name: "a kind of resource",
    patch: "resource-kind.patch",
    goal: { newFiles: 3, changedLines: 4 },
    makesTable: true,
    folders: ["api/src/resources/workers", "ui/src/lib/kinds/worker"],
    tests: [
      "api/src/resources/workers/workers.test.ts",
      // It is really deployed: queued, claimed, and ended with a result.
      "api/src/resources/workers/worker-release.test.ts",
      "api/src/resources/kinds/resources.test.ts",
      "api/src/work/retention/tables.test.ts",
      "db/src/migrations.test.ts",
    ],
  },
  {
    name: "a build kind",
    patch: "build-kind.patch",
    goal: { newFiles: 4, changedLines: 4 },
    tests: [
      "api/src/resources/applications/builds/builds.test.ts",
      "runner/contract/builds/builds.test.ts",
      // Its form: drawn, read and sent by its words.
      "ui/src/lib/kinds/application/build-draft.test.ts",
      "test/history/shape.test.ts",
    ],
  },
  {
    name: "a driver",
    patch: "driver.patch",
    goal: { newFiles: 2, changedLines: 2 },
    folders: ["runner/src/drivers/paper"],
    tests: ["runner/src/drivers", "runner/src/agent/policy.test.ts", "test/history/shape.test.ts"],
  },
  {
    name: "an event",
    patch: "event-kind.patch",
    goal: { newFiles: 1, changedLines: 2 },
    tests: ["api/src/work/notifications/events.test.ts", "api/src/work/notifications/templates"],
  },
];
