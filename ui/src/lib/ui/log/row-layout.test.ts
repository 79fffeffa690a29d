import { expect, test } from "vitest";
import { layoutRows, lineAtRow, rowOffset } from "./row-layout.ts";

const lengths = [10, 0, 25, 5];
const wrapped = layoutRows(lengths.length, { lengthOf: (i) => lengths[i] ?? 0, columns: 10 });

test("without wrapping every line takes exactly one row", () => {
  const layout = layoutRows(100_000, null);
  expect(layout.total).toBe(100_000);
  expect(lineAtRow(layout, 54_321.7)).toBe(54_321);
});

test("a wrapped line takes as many rows as its text needs", () => {
  expect(wrapped.total).toBe(6);
  expect([0, 1, 2, 3].map((i) => rowOffset(wrapped, i))).toEqual([0, 1, 2, 5]);
});

test("every row of a wrapped line leads back to that line", () => {
  expect([0, 1, 2, 3, 4, 5].map((row) => lineAtRow(wrapped, row))).toEqual([0, 1, 2, 2, 2, 3]);
});

test("a row outside the log leads to the nearest line", () => {
  expect(lineAtRow(wrapped, -3)).toBe(0);
  expect(lineAtRow(wrapped, 999)).toBe(3);
  expect(lineAtRow(layoutRows(0, null), 5)).toBe(0);
});
