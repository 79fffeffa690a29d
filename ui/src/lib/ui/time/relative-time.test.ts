import { expect, test } from "vitest";
import { formatDuration, relativeTime } from "./relative-time.ts";

const now = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;

test.each([
  [1_000, "just now"],
  [42_000, "42 s ago"],
  [3 * minute, "3 min ago"],
  [5 * 60 * minute, "5 h ago"],
  [3 * 24 * 60 * minute, "3 d ago"],
  [30 * 24 * 60 * minute, "23 Oct"],
  [500 * 24 * 60 * minute, "10 Jul 2025"],
  [-90 * minute, "in 1 h"],
])("a moment %d ms ago is told in the largest unit that fits", (ago, words) => {
  expect(relativeTime(now - ago, now)).toBe(words);
});

test.each([
  [0, "0 ms"],
  [703, "703 ms"],
  [4_240, "4.2 s"],
  [59_960, "1 min 00 s"],
  [65_000, "1 min 05 s"],
  [7_800_000, "2 h 10 min"],
])("a length of %d ms is written with at most two units", (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
