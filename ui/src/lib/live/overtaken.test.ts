import { expect, test } from "vitest";
import { repeatWhileOvertaken } from "./overtaken.ts";

/** Navigations that begin during the first loads: they end in them, or when somebody waits for that. */
function aCourse(navigations: number, { endsWithin = false } = {}) {
  let isUnderWay = false;
  let ended = 0;
  let left = navigations;
  let loads = 0;
  const end = () => {
    if (isUnderWay) ended++;
    isUnderWay = false;
  };
  return {
    loads: () => loads,
    run: async () => {
      loads++;
      if (left-- > 0) isUnderWay = true;
      if (endsWithin) end();
    },
    course: { idle: async () => end(), ended: () => ended, isUnderWay: () => isUnderWay },
  };
}

test("a load that nothing overtakes runs once", async () => {
  const { run, course, loads } = aCourse(0);
  await repeatWhileOvertaken(run, course);
  expect(loads()).toBe(1);
});

test.each([true, false])("a load whose answers a navigation threw away runs again after it", async (endsWithin) => {
  const { run, course, loads } = aCourse(1, { endsWithin });
  await repeatWhileOvertaken(run, course);
  expect(loads()).toBe(2);
});

test("whoever never stops navigating waits for the next event", async () => {
  const { run, course, loads } = aCourse(1_000);
  await repeatWhileOvertaken(run, course);
  expect(loads()).toBe(5);
});
