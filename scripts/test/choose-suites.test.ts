import { expect, test } from "vitest";
import { chooseSuites } from "./choose-suites.ts";

const fast = { name: "fast", files: /^api\/.*\.test\.ts$/ };
const lab = { name: "lab", files: /^test\/.*\.lab\.test\.ts$/ };
const files = [
  "api/src/releases/bulk/bulk.test.ts",
  "test/release/ports.lab.test.ts",
  "test/release/volumes.lab.test.ts",
  "test/hosts/builds.lab.test.ts",
  "test/hosts/a-build.ts",
];
const choose = (...wanted: string[]) => chooseSuites(wanted, { suites: [fast, lab], files });

test("nothing asked is everything", () => {
  expect(choose()).toEqual([
    { suite: fast, files: null },
    { suite: lab, files: null },
  ]);
});

test("a suite is run whole, and in the order that suites stand in", () => {
  expect(choose("lab")).toEqual([{ suite: lab, files: null }]);
  expect(choose("lab", "fast")).toEqual(choose());
});

test("a subject of a suite is run alone", () => {
  expect(choose("lab:release")).toEqual([{ suite: lab, files: [files[1], files[2]] }]);
  expect(choose("lab:hosts", "lab:release/ports")).toEqual([{ suite: lab, files: [files[3], files[1]] }]);
  expect(choose("lab:hosts", "lab")).toEqual([{ suite: lab, files: null }]);
});

test.each([
  ["an unknown suite", "labs", "There is no suite labs; there are fast, lab."],
  ["a subject that no test has", "lab:relase", "No test of lab has relase in its path."],
  ["a subject of another suite", "fast:hosts", "No test of fast has hosts in its path."],
])("%s is a sentence", (_what, wanted, sentence) => {
  expect(choose(wanted)).toBe(sentence);
});
