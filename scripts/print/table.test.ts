import { expect, test } from "vitest";
import { formatTable } from "./table.ts";

test("text stands to the left and columns with a spaced heading to the right", () => {
  const table = formatTable(
    ["package", " files"],
    [
      ["api", "7"],
      ["runner", "120"],
    ],
  );
  expect(table).toBe(["package  files", "api          7", "runner     120"].join("\n"));
});
