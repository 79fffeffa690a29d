import { expect, test } from "vitest";
import { clippedLine, missingLine } from "./log-gaps.ts";

const lines = ["one", "two", "[output clipped, log limit 200KiB/s reached]", "four"].map((text, i) => ({
  text,
  number: i + 1,
}));

test("the first line that stands for others is found, also in what came later", () => {
  expect(clippedLine(lines, { from: 0 })).toBe(3);
  expect(clippedLine(lines, { from: 3 })).toBe(3);
  expect(clippedLine(lines, { from: 4 })).toBeNull();
  expect(clippedLine(lines.slice(0, 2), { from: 0 })).toBeNull();
});

const ended = { count: 4_022, isLoaded: true, isLive: false };
test("a link to a line that is not there says how many there are", () => {
  expect(missingLine(6_000, ended)).toBe("The link leads to line 6,000, and this log has 4,022.");
  expect(missingLine(6, { ...ended, count: 0 })).toBe("The link leads to line 6, and this log is empty.");
});

test.each([
  ["is there", 4_022, ended],
  ["may still come", 6_000, { ...ended, isLive: true }],
  ["is not read yet", 6_000, { ...ended, isLoaded: false, count: 0 }],
  ["was not asked for", null, ended],
])("nothing is said of a line that %s", (_, linked, log) => expect(missingLine(linked, log)).toBeNull());
