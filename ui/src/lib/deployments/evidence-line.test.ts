import { expect, test } from "vitest";
import { evidenceLine, evidenceLines } from "./evidence-line.ts";

const lines = ["begin", "error: no", "again", "error: no", "end"].map((text, i) => ({
  number: i + 1,
  text,
  step: i < 2 ? "fetch" : "build",
}));

test("the link leads to where the evidence was written last, whatever its colours", () => {
  expect(evidenceLine(lines, { sentence: "", evidence: ["\u001b[31merror: no\u001b[0m"], step: "build" })).toBe(4);
});

test("evidence that is not in the log leads to where the step began", () => {
  expect(evidenceLine(lines, { sentence: "", evidence: ["elsewhere"], step: "build" })).toBe(3);
  expect(evidenceLine(lines, { sentence: "", evidence: [], step: null })).toBeUndefined();
});

test("the line that the sentence quotes comes before what led to it, and the command is none", () => {
  const log = ["[1/2] RUN tsc", "> tsc -p .", "index.ts(3,7): error TS2322"].map((text, i) => ({
    number: i + 1,
    text,
    step: "build",
  }));
  const evidence = log.map(({ text }) => text);
  const cause = { sentence: "The build failed with exit code 1: index.ts(3,7): error TS2322", evidence, step: "build" };
  expect(evidenceLines(log, cause)).toEqual([2, 3]);
  expect(evidenceLine(log, cause)).toBe(3);
});
