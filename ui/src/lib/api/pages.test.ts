import { expect, test } from "vitest";
import { allOf, firstPages } from "./pages.ts";

/** A list of five rows in pages of two. */
const read = async (cursor = "0") => {
  const start = Number(cursor);
  const items = [1, 2, 3, 4, 5].slice(start, start + 2);
  return { items, nextCursor: start + 2 < 5 ? String(start + 2) : null };
};

test("pages follow each other without a gap or a row twice", async () => {
  expect(await firstPages(read, 2)).toEqual({ items: [1, 2, 3, 4], nextCursor: "4" });
});

test("reading stops where the list ends, whatever was asked for", async () => {
  expect(await firstPages(read, 9)).toEqual({ items: [1, 2, 3, 4, 5], nextCursor: null });
  expect(await allOf(read)).toEqual([1, 2, 3, 4, 5]);
});
