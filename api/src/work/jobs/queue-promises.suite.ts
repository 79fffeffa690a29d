import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { runSeeds } from "./queue-model.suite.ts";

/** `MODEL_SEEDS=20000 MODEL_FIRST_SEED=1 vitest run queue.model` looks longer; a failure names its seed. */
const seeds = Number(process.env.MODEL_SEEDS ?? 2_000);
const first = Number(process.env.MODEL_FIRST_SEED ?? 1);
const halves = 2;
const partsOfHalf = 4;

/** One half of the seeds: two files, so that two cores share them. */
export function queueKeepsItsPromises(half: 0 | 1): void {
  let deps: TestDeps;
  beforeAll(async () => {
    const made = await testDeps();
    const unreachable = () => Promise.reject(new Error("the forge is away"));
    deps = { ...made, egress: unreachable, background: () => {} };
  });
  afterAll(() => deps.dispose());

  const parts = Array.from({ length: partsOfHalf }, (_, part) => half * partsOfHalf + part);
  test.each(parts)(
    "whatever happens in whatever order, the promises of the queue hold (part %i)",
    async (part) => {
      const size = Math.ceil(seeds / (halves * partsOfHalf));
      const steps = await runSeeds(deps, { first: first + part * size, count: size });
      expect(steps).toBeGreaterThan(size * 15);
    },
    600_000,
  );
}
