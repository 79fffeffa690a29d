import { deployStep, procedures } from "@fairlead/runner/contract";
import { describe, expect, test } from "vitest";
import { ownProcedures } from "../../runner/src/procedures/registry.ts";
import { aDeathOfEachOwnStep, aDeathOfEachStep, everyDeath, nameOf } from "./kill-matrix.deaths.ts";

describe.each(ownProcedures)("the kill matrix of %s", (procedure) => {
  test("each step has its death among those of every change, and all of these are in the whole matrix", () => {
    const places = aDeathOfEachStep(procedure).flatMap((death) => death.places);
    // Nothing is pushed here: deaths of that are tried beside the pushes.
    for (const { name } of procedures[procedure].filter((step) => step.name !== deployStep.push.name))
      expect(places.some((place) => place.startsWith(`${name}:`))).toBe(true);
    for (const death of aDeathOfEachStep(procedure)) expect(everyDeath(procedure)).toContainEqual(death);
  });

  test("no death stands twice", () => {
    const names = everyDeath(procedure).map(nameOf);
    expect(new Set(names).size).toBe(names.length);
  });
});

test("of a replacement every change dies on the steps that go otherwise than side by side, and on the old version's return", () => {
  expect(aDeathOfEachOwnStep("replace").map(nameOf)).toEqual([
    "replace: the runner is killed at make-room:after:stop",
    "replace: the runner is killed at flip:after:live-name",
    "replace: the runner is killed at retire:after:remove-images",
    "replace: the runner is killed at ready:before:repair, then at connect:after:repair, and the new version is broken",
  ]);
  for (const death of aDeathOfEachOwnStep("replace")) expect(everyDeath("replace")).toContainEqual(death);
});

test("a broken version dies in each place from the stop of the old one until the traffic would move", () => {
  const broken = everyDeath("replace").filter(({ isBroken }) => isBroken);
  const places = broken.map(({ places: [first = ""] }) => first);
  for (const step of ["make-room:before", "make-room:after:step-aside", "start:before:create", "ready:before:discard"])
    expect(places).toContain(step);
  expect(places.some((place) => place.startsWith("flip"))).toBe(false);
});
