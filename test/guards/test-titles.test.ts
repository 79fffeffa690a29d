import { expect, test } from "vitest";
import { testTitles } from "./test-titles.ts";

test("tests are found by their titles, in groups and in tables too", () => {
  const text = `
    describe("a door", () => {
      test("stays closed", () => { expect("no title").toBe(""); });
      test.each([["by night", 1], ["by day", 2]])("opens %s", () => {});
      test(\`is of \${colour}\`, () => {});
    });`;
  expect(testTitles("door.test.ts", text)).toEqual([
    "a door",
    "stays closed",
    "opens %s",
    "by night",
    "by day",
    "is of …",
  ]);
});
