import { describe, expect, test } from "vitest";
import { placesOf } from "../samples.ts";
import { tests } from "./tests.ts";

const path = "api/src/app.test.ts";

describe("rules for tests", () => {
  test.each([
    'vi.mock("node:fs");',
    "expect(row).toMatchSnapshot();",
    "expect(row).not.toMatchInlineSnapshot();",
    'test.skip("a rule", () => {});',
    'it.only("a rule", () => {});',
    'describe.todo("rules");',
    'test.skip.each([1])("a rule", () => {});',
    'test("should work", () => {});',
    'test.each([1])("should work", () => {});',
    "setTimeout(done, 100);",
    'describe.runIf(hasProgram)("rules", () => {});',
    'test.skipIf(isSlow).each([1])("a rule", () => {});',
    'test("a rule", (context) => context.skip());',
    'test("a rule", ({ skip }) => { skip("no program"); });',
    'test("a rule", () => { if (!hasProgram) return; expect(1).toBe(1); });',
    'test.each([1])("a rule", async () => { if (isOff) { return; } else { expect(1).toBe(1); } });',
  ])("%s is refused", (text) => {
    expect(placesOf(tests, { [path]: text })).toEqual([`${path}:1`]);
  });

  test("plain tests pass and other files are not looked at", () => {
    const samples = {
      [path]: `test("a finished deployment cannot be cancelled", () => { expect(vi.fn()).toEqual(1); });
        test("a property", () => { check((value) => { if (!isValid(value)) return; expect(value).toBe(1); }); });`,
      "test/support/wait.ts": "setTimeout(done, 100);",
    };
    expect(placesOf(tests, samples)).toEqual([]);
  });
});
