import { expect, test } from "vitest";
import { nextInGrid } from "./next-in-grid.ts";

/** Three to a row, five of them. */
const spots = [0, 1, 2, 3, 4].map((i) => ({ left: (i % 3) * 280, top: Math.floor(i / 3) * 144 }));
const from = (at: number) => (key: string) => nextInGrid(spots, { at, key });

test("arrows lead beside, above and below, and not over an edge", () => {
  expect(["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"].map(from(1))).toEqual([2, 4, 0, undefined]);
  expect(["ArrowRight", "ArrowUp"].map(from(4))).toEqual([undefined, 1]);
  expect(from(2)("ArrowDown")).toBe(4);
});

test("from outside an arrow leads to the first; other keys mean something else", () => {
  expect([from(-1)("ArrowDown"), from(-1)("d"), from(1)("d")]).toEqual([0, undefined, undefined]);
  expect([from(1)("Home"), from(1)("End")]).toEqual([0, 4]);
});
