import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createHold } from "./hold.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a refusal is told after its time, and beyond so many at once nobody is held", async () => {
  const hold = createHold({ most: 2 });
  const told: string[] = [];
  const ask = (name: string) => void hold(750).then(() => told.push(name));
  for (const name of ["first", "second", "third"]) ask(name);
  await vi.advanceTimersByTimeAsync(749);
  expect(told).toEqual(["third"]);
  await vi.advanceTimersByTimeAsync(1);
  ask("fourth");
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual(["third", "first", "second"]);
  await vi.advanceTimersByTimeAsync(750);
  expect(told).toEqual(["third", "first", "second", "fourth"]);
});
