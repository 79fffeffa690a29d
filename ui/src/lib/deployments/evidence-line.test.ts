import { expect, test } from "vitest";
import { evidenceLine } from "./evidence-line.ts";

const lines = ["begin", "error: no", "again", "error: no", "end"].map((text, i) => ({
  number: i + 1,
  text,
  step: i < 2 ? "fetch" : "build",
}));

test("the link leads to where the evidence was written last, whatever its colours", () => {
  expect(evidenceLine(lines, { evidence: ["\u001b[31merror: no\u001b[0m"], step: "build" })).toBe(4);
});

test("evidence that is not in the log leads to where the step began", () => {
  expect(evidenceLine(lines, { evidence: ["elsewhere"], step: "build" })).toBe(3);
  expect(evidenceLine(lines, { evidence: [], step: null })).toBeUndefined();
});
