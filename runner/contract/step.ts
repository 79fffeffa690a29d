import * as v from "valibot";
import { added } from "./ageing/index.ts";
import { CommitSha } from "./grammar.ts";
import type * as words from "./words/commit.ts";

/** What may happen to a step when nobody knows whether it finished: `pure` and `idempotent` may run again, `one-shot` may not. */
export const StepClass = v.picklist(["pure", "idempotent", "one-shot"]);
export type StepClass = v.InferOutput<typeof StepClass>;

/** Steps of the other jobs are few; each has one named after its verb. All may be repeated. */
export const StepName = v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,31}$/));

export const StepStatus = v.picklist(["started", "passed", "failed", "skipped"]);
export type StepStatus = v.InferOutput<typeof StepStatus>;

/** What was fetched. */
export const Commit = v.strictObject({
  sha: CommitSha,
  author: v.string(),
  subject: v.string(),
  committedAt: v.number(),
} satisfies Record<keyof words.Commit, v.GenericSchema>);
export type Commit = words.Commit;

/** One line of the journal. `at` is the runner's clock in epoch ms and is shown, never compared. */
export const StepEvent = v.strictObject({
  step: StepName,
  class: StepClass,
  status: StepStatus,
  at: v.pipe(v.number(), v.integer()),
  durationMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  note: v.optional(v.pipe(v.string(), v.maxLength(500))),
  /** What a step that fetches found, so that a deployment is known by its commit however it ends. */
  commit: added(2, { as: v.nullable(Commit), absent: null, older: "drop" }),
});
export type StepEvent = v.InferOutput<typeof StepEvent>;
