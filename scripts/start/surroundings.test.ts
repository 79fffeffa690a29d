import { expect, test } from "vitest";
import { gitProblem, placeProblem } from "./surroundings.ts";

test("a machine without git is told what will not work and how to get it", () => {
  expect(gitProblem({ PATH: "/nowhere" })).toMatch(/git was not found.*cannot be deployed.*apt-get install git/);
  expect(gitProblem(process.env)).toBeUndefined();
});

test.each(["/home/ada/c#/fairlead", "/home/ada/what?/fairlead"])("%s is no place to build in", (path) => {
  expect(placeProblem(path)).toContain(path);
});

test("spaces, other letters and percent signs do no harm", () => {
  expect(placeProblem("/home/ada/my apps ä/fair%20lead")).toBeUndefined();
});
