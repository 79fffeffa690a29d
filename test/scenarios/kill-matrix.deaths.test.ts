import { deploySteps } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import { aDeathOfEachStep, everyDeath } from "./kill-matrix.deaths.ts";

test("each step has its death among those of every change, and all of these are in the whole matrix", () => {
  const places = aDeathOfEachStep.flatMap((death) => death.places);
  for (const { name } of deploySteps) expect(places.some((place) => place.startsWith(`${name}:`))).toBe(true);
  for (const death of aDeathOfEachStep) expect(everyDeath).toContainEqual(death);
});

test("no death stands twice", () => {
  const names = everyDeath.map((death) => death.places.join());
  expect(new Set(names).size).toBe(names.length);
});
