import { beforeEach, expect, test } from "vitest";
import type { Clock } from "../deps.ts";
import { createSteadyClock } from "./steady-clock.ts";

let wall: number;
let passed: number;
let clock: Clock;
beforeEach(() => {
  wall = 1_800_000_000_000;
  passed = 5_000;
  clock = createSteadyClock({ wall: () => wall, monotonic: () => passed });
});
const pass = (ms: number) => {
  wall += ms;
  passed += ms;
};
const hour = 3_600_000;

test.each([hour, -hour, 8 * hour])(
  "a machine's clock that is set by %d ms moves no time until it is followed",
  (step) => {
    pass(1_000);
    wall += step;
    pass(2_000);
    expect([clock.now(), clock.stepMs()]).toEqual([1_800_000_003_000, step]);
    clock.follow(clock.stepMs());
    expect([clock.now(), clock.stepMs()]).toEqual([wall, 0]);
    pass(1_000);
    expect(clock.now()).toBe(wall);
  },
);

test("clocks that differ as clocks do are one", () => {
  wall += 1_500;
  pass(60_000);
  expect(clock.stepMs()).toBe(0);
});
