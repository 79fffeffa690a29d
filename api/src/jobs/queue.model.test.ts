import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDeps, testDeps } from "../testing/test-deps.ts";
import { runSeeds } from "./queue-model.suite.ts";

/** `MODEL_SEEDS=20000 MODEL_FIRST_SEED=1 vitest run queue.model` looks longer; a failure names its seed. */
const seeds = Number(process.env.MODEL_SEEDS ?? 2_000);
const first = Number(process.env.MODEL_FIRST_SEED ?? 1);
const parts = 8;

let deps: TestDeps;
beforeAll(async () => {
  const made = await testDeps();
  const unreachable = () => Promise.reject(new Error("the forge is away"));
  deps = { ...made, egress: unreachable, background: () => {} };
});
afterAll(() => deps.dispose());

test.each(Array.from({ length: parts }, (_, part) => part))(
  "whatever happens in whatever order, the promises of the queue hold (part %i)",
  async (part) => {
    const size = Math.ceil(seeds / parts);
    const steps = await runSeeds(deps, { first: first + part * size, count: size });
    expect(steps).toBeGreaterThan(size * 15);
  },
  600_000,
);
