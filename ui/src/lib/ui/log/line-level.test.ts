import { expect, test } from "vitest";
import { levelOf } from "./line-level.ts";

test.each([
  ["src/index.ts(3,7): error TS2322: Type 'string' is not assignable", "error"],
  ["TypeError: Cannot read properties of undefined", "error"],
  ["npm ERR! code ELIFECYCLE", "error"],
  ["panic: runtime error: index out of range", "error"],
  ["Traceback (most recent call last):", "error"],
  ['{"level":"fatal","msg":"no database"}', "error"],
  ["npm warn deprecated glob@7", "warn"],
  ["WARNING: the key is world readable", "warn"],
  ["Found 0 errors. Watching for file changes.", null],
  ["12 tests passed, errors: 0, warnings=0", null],
  ["Compiled without warnings", null],
  ["copying terror.txt", null],
  ["added 214 packages", null],
])("%s", (line, level) => {
  expect(levelOf(line)).toBe(level);
});

test("a line as long as a file is judged by its beginning", () => {
  expect(levelOf(`${"x".repeat(1_000_000)} error`)).toBeNull();
});
