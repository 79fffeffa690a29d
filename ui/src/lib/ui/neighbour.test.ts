import { expect, test } from "vitest";
import { neighbour } from "./neighbour.ts";

const entries = ["a", "b", "c"];

test.each([
  [0, "ArrowDown", "b"],
  [2, "ArrowDown", "c"],
  [1, "ArrowUp", "a"],
  [0, "ArrowUp", "a"],
  [1, "End", "c"],
  [1, "Home", "a"],
  [1, "Enter", undefined],
  [1, "constructor", undefined],
  [-1, "ArrowDown", undefined],
])("from entry %i the key %s leads to %s", (at, key, to) => expect(neighbour(entries, { at, key })).toBe(to));
