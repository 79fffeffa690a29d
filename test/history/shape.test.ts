import { describe, expect, test } from "vitest";
import { contractVersion } from "../../runner/contract/index.ts";
import { keptShapes, releasedContract } from "./kept-shapes.ts";
import { shapeOfContract } from "./shape.ts";

// How a field is added and removed: CONTRIBUTING.md, "Adding a field to the contract".

const today = shapeOfContract();
const lines = new Set(today.map(({ text }) => text));
const retired = today.flatMap(({ text, isRetired }) => (isRetired ? [text] : []));
/** A retired field may lose what it held. */
const isRetired = (line: string) =>
  retired.some((path) => line.startsWith(path) && /^[.:<[{ ]/.test(line.slice(path.length)));

describe.each(keptShapes)("contract $version", ({ version, shape }) => {
  test("has lost no field, shape or word: what is not used any more is retired", () => {
    expect(shape.filter((line) => !lines.has(line) && !isRetired(line))).toEqual([]);
  });

  test("is what everything without a later number came with", () => {
    const known = new Set(shape);
    const unmarked = today.filter(
      ({ text, since = 1, isRetired }) => !isRetired && since <= version && !known.has(text),
    );
    expect(unmarked.map(({ text }) => text)).toEqual([]);
  });
});

test("the number of the contract is that of the last release, or the next one when something was added", () => {
  const newest = Math.max(releasedContract, ...today.map(({ since = 1 }) => since));
  expect(contractVersion).toBe(newest);
  expect(newest - releasedContract).toBeLessThanOrEqual(1);
});
