import { schema } from "@fairlead/db";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type TestDeps, testDeps } from "../../testing/test-deps.ts";
import { countUpTo, forgetWindow } from "./full-windows.ts";

let deps: TestDeps;
beforeEach(async () => {
  deps = await testDeps();
});
afterEach(() => deps.dispose());

const minuteMs = 60_000;
const attempt = async (most: number) =>
  (await countUpTo(deps.db, "sign-in:ada", { now: deps.clock.now(), windowMs: minuteMs, most }))?.count;
const attempts = async (times: number, most: number) => {
  const counts = [];
  for (let i = 0; i < times; i++) counts.push(await attempt(most));
  return counts;
};
const written = async () => (await deps.db.select().from(schema.rateWindow)).map(({ count }) => count);

test("whoever goes on beyond the limit is refused without a write", async () => {
  expect(await attempts(6, 2)).toEqual([1, 2, 3, 3, 3, 3]);
  expect(await written()).toEqual([3]);
});

test("a window that has ended is counted anew", async () => {
  await attempts(4, 2);
  deps.clock.advance(minuteMs);
  expect(await attempts(2, 2)).toEqual([1, 2]);
});

test("a limit that was raised lets go on at once", async () => {
  await attempts(4, 2);
  expect(await attempts(2, 5)).toEqual([4, 5]);
});

test("what was forgiven is no longer full", async () => {
  await attempts(4, 2);
  await forgetWindow(deps.db, "sign-in:ada");
  expect(await attempts(1, 2)).toEqual([1]);
});
