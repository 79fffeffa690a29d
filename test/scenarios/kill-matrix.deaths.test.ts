import { procedures } from "@fairlead/runner/contract";
import { describe, expect, test } from "vitest";
import { aDeathOfEachStep, everyDeath } from "./kill-matrix.deaths.ts";

describe.each(["overlap", "replace"] as const)("the kill matrix of %s", (procedure) => {
  test("each step has its death among those of every change, and all of these are in the whole matrix", () => {
    const places = aDeathOfEachStep(procedure).flatMap((death) => death.places);
    for (const { name } of procedures[procedure])
      expect(places.some((place) => place.startsWith(`${name}:`))).toBe(true);
    for (const death of aDeathOfEachStep(procedure)) expect(everyDeath(procedure)).toContainEqual(death);
  });

  test("no death stands twice", () => {
    const names = everyDeath(procedure).map((death) => death.places.join());
    expect(new Set(names).size).toBe(names.length);
  });
});
