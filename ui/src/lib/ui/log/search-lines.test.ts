import { expect, test } from "vitest";
import { markSpans } from "./mark-spans.ts";
import { searchLines } from "./search-lines.ts";

const lines = [{ text: "npm ERR! code 1" }, { text: "ok" }, { text: "Npm err! (again)" }];

test("search finds lines in any case and takes signs literally", () => {
  expect(searchLines(lines, "npm err!")).toEqual([0, 2]);
  expect(searchLines(lines, "(a")).toEqual([2]);
});

test("an empty search finds and marks nothing at all", () => {
  expect(searchLines(lines, "")).toEqual([]);
  expect(markSpans([{ text: "a", style: {} }], "")).toEqual([{ text: "a", style: {}, isMatch: false }]);
});

test("marking cuts at each match, keeps colours and loses no text", () => {
  const spans = [
    { text: "one er", style: { fg: 1 } },
    { text: "ror two ERROR", style: {} },
  ];
  expect(markSpans(spans, "error")).toEqual([
    { text: "one ", style: { fg: 1 }, isMatch: false },
    { text: "er", style: { fg: 1 }, isMatch: true },
    { text: "ror", style: {}, isMatch: true },
    { text: " two ", style: {}, isMatch: false },
    { text: "ERROR", style: {}, isMatch: true },
  ]);
});
