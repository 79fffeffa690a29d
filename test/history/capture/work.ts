import { schema } from "@fairlead/db";
import type { JobOrder } from "../../../api/src/kit/work-kinds.ts";
import type { TestApp } from "../../../api/src/testing/test-app.ts";
import { insertJob, newJob } from "../../../api/src/work/jobs/new-job.ts";
import { type Cause, causeClasses, type JobOutcome } from "../../../runner/contract/index.ts";
import type { ControlPlane } from "../../../runner/src/agent/control-plane.ts";

type Deps = TestApp["deps"];

/** Jobs of these orders, also where the same is queued already. */
export async function queue(deps: Deps, orders: readonly JobOrder[]) {
  for (const order of orders)
    await insertJob(deps.db, { ...newJob(deps, order), id: deps.ids.next("job"), dedupeKey: null, lockKey: null });
}

/** Does everything that is queued for the runner: tells a step and some log of each job, and ends the nth of its kind as is said. */
export async function workOff(
  deps: Deps,
  { plane, outcomeFor }: { plane: ControlPlane; outcomeFor: (kind: string, nth: number) => JobOutcome },
) {
  const kinds: string[] = [];
  for (let turn = 0; ; turn++) {
    const key = `claim-key-${String(turn).padStart(8, "0")}-${deps.ids.secret(8)}`;
    const claimed = await plane.claim({ key, waitMs: 0, version: "0.1.0", holding: [] });
    if (!claimed) return;
    const { lease } = claimed;
    await plane.progress({ lease, ...told });
    const job = (await deps.db.select().from(schema.job)).find(({ id }) => id === lease.job);
    const kind = job?.kind ?? "";
    const outcome = outcomeFor(kind, kinds.filter((each) => each === kind).length);
    kinds.push(kind);
    await plane.finish({ lease, key: `finish-key-${lease.lease}`.slice(0, 64), outcome, chunkCount: 2 });
    deps.clock.advance(1_000);
  }
}

const told = {
  steps: [
    { step: "build", class: "idempotent", status: "started", at: 1_000, commit: null },
    {
      step: "build",
      class: "idempotent",
      status: "passed",
      at: 2_000,
      durationMs: 1_000,
      note: "made shop:1",
      commit: null,
    },
    { step: "verify", class: "pure", status: "skipped", at: 3_000, commit: null },
    { step: "hook", class: "one-shot", status: "failed", at: 4_000, durationMs: 1, commit: null },
  ],
  chunks: [
    { seq: 0, step: "build", stream: "stdout", at: 1_000, text: "Step 1/2 : FROM node:24\n" },
    { seq: 1, step: "build", stream: "stderr", at: 1_001, text: "\u001b[33mwarning\u001b[0m 👩‍🚀\nnext\n" },
    { seq: 2, step: "verify", stream: "system", at: 1_002, text: "Asking through the proxy.\n" },
  ],
} satisfies Pick<Parameters<ControlPlane["progress"]>[0], "steps" | "chunks">;

const cause = (of: Cause["class"]): Cause => ({
  class: of,
  step: "build",
  sentence: "The build ended with exit code 1.",
  evidence: ["npm ERR! missing script: build"],
  nextAction: "Add the script to package.json.",
});

export const refused: JobOutcome = { kind: "failed", cause: cause("route-refused") };

/** Every way to fail, one for each class of causes, and the two other ends that are no success. */
export const badEnds: readonly JobOutcome[] = [
  ...causeClasses.map((each): JobOutcome => ({ kind: "failed", cause: cause(each) })),
  { kind: "failed", cause: { ...cause("internal"), step: null, evidence: [] } },
  { kind: "fault", cause: cause("server-unreachable") },
  { kind: "cancelled" },
];
