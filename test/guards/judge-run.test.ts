import { expect, test } from "vitest";
import { faultsOf, judgeRun } from "./judge-run.ts";

const ran = (status: string, fullName = "a link works once") => ({ fullName, status, failureMessages: [] });
const report = (message: string, ...assertionResults: ReturnType<typeof ran>[]) => ({
  testResults: [{ message, assertionResults }],
});

test("a guard is noticed by a test that fails", () => {
  expect(judgeRun(report("", ran("passed", "other"), ran("failed")))).toEqual({
    isNoticed: true,
    told: "a link works once",
  });
});

test.each([
  [report("", ran("passed"), ran("skipped")), "1 tests stayed green"],
  [report("", ran("skipped")), "no test has that name"],
  [report("SyntaxError: no\n at x"), "the file did not load: SyntaxError: no"],
  [undefined, "the tests did not end in time"],
])("and by nothing else", (seen, told) => {
  expect(judgeRun(seen)).toEqual({ isNoticed: false, told });
});

test("tests that are red with every guard in place notice nothing", () => {
  expect(faultsOf(report("", ran("passed")))).toEqual([]);
  expect(faultsOf(report("", ran("failed")))).toEqual(["red with every guard in place: a link works once"]);
  expect(faultsOf(report("Error: no"))).toEqual(["did not load with every guard in place: Error: no"]);
  expect(faultsOf(undefined)).toHaveLength(1);
});
