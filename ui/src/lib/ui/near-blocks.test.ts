import { expect, test } from "vitest";
import { blocksOf } from "./near-blocks.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

test("a short list stands as one, so that the browser finds all of it", () => {
  expect(blocksOf(numbers(48), 8)).toHaveLength(1);
  expect(blocksOf([], 8)).toEqual([[]]);
});

test("a long one is parted without losing or changing the order of anything", () => {
  const parts = blocksOf(numbers(101), 8);
  expect(parts).toHaveLength(13);
  expect(parts.flat()).toEqual(numbers(101));
  expect(parts.at(-1)).toEqual([96, 97, 98, 99, 100]);
});
