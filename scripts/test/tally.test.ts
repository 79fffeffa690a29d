import { describe, expect, test } from "vitest";
import { add, judge, summaryLine } from "./tally.ts";

const file = (status: string, ...states: string[]) => ({
  status,
  assertionResults: states.map((state) => ({ status: state })),
});
const ended = (code: number | undefined, ...testResults: unknown[]) =>
  judge({ name: "fast", code, report: { testResults } });

describe("the count of a suite", () => {
  test("every test is counted once by how it ended", () => {
    const { tally, complaint } = ended(
      1,
      file("failed", "passed", "failed"),
      file("passed", "passed", "skipped", "todo"),
    );
    expect(tally).toEqual({ passed: 2, failed: 1, skipped: 2 });
    expect(complaint).toBeUndefined();
  });

  test("a file that could not be loaded counts as one failure", () => {
    const { tally, complaint } = ended(1, file("failed"), file("passed", "passed"));
    expect(tally).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(complaint).toContain("outside their tests");
  });

  test.each([
    ["without a report", judge({ name: "fast", code: 1, report: undefined }), "died"],
    ["without running a test", ended(0), "ran no test"],
    ["with every test skipped", ended(0, file("passed", "skipped")), "ran no test"],
    ["by a signal after its tests passed", ended(undefined, file("passed", "passed")), "signal"],
    ["with an error after its tests passed", ended(1, file("passed", "passed")), "code 1"],
  ])("a suite that ends %s has failed", (_, judged, reason) => {
    expect(judged.tally.failed).toBe(1);
    expect(judged.complaint).toContain(reason);
  });
});

describe("a test that did not run", () => {
  const skipped = (meta: object) => ({ status: "skipped", fullName: "Git LFS puts the real files", meta });
  const reasonOf = (fileStatus: string, test: unknown) =>
    judge({
      name: "fast",
      code: 0,
      report: { testResults: [{ status: fileStatus, assertionResults: [test] }, file("passed", "passed")] },
    }).leftOut;

  test("is told by its name with the reason it gave", () => {
    expect(reasonOf("passed", skipped({ leftOutBecause: "git-lfs is not installed" }))).toEqual([
      { test: "Git LFS puts the real files", reason: "git-lfs is not installed" },
    ]);
  });

  test("is told also when it gave none", () => {
    expect(reasonOf("passed", skipped({}))[0]?.reason).toBe("it does not say why");
    expect(reasonOf("failed", skipped({}))[0]?.reason).toBe("its file failed before it");
  });
});

test("the last line of a run sums the suites in a fixed wording", () => {
  const sum = add({ passed: 2, failed: 0, skipped: 1 }, { passed: 40, failed: 1, skipped: 0 });
  expect(summaryLine(sum)).toBe("42 passed, 1 failed, 1 skipped");
});
