import { describe, expect, test } from "vitest";
import { bytesIn, coresIn, secondsIn, wholeIn } from "./typed-numbers.ts";

const mib = 1_048_576;

describe("a memory limit", () => {
  test.each([
    ["512", 512 * mib],
    ["512MB", 512 * mib],
    ["512 MiB", 512 * mib],
    ["512m", 512 * mib],
    ["0.5g", 512 * mib],
    ["1,5 GB", 1_536 * mib],
    ["1024k", mib],
    [" 256 ", 256 * mib],
    ["1t", mib * mib],
    [256, 256 * mib],
    ["", null],
  ])("%j is read as what a person means by it", (typed, bytes) => {
    expect(bytesIn("container.memoryBytes", typed)).toBe(bytes);
  });

  test.each(["half", "512 MX", "1,024", "1.2.3", "-5", "1e3", "0x10", "MB", "Infinity", "١٢"])(
    "%j is refused at its field and never taken for no limit",
    (typed) => {
      expect(() => bytesIn("container.memoryBytes", typed)).toThrow(
        expect.objectContaining({ path: "container.memoryBytes" }),
      );
    },
  );
});

describe("a CPU limit", () => {
  test.each([
    ["0.5", 0.5],
    ["1,5", 1.5],
    ["500m", 0.5],
    ["2 cores", 2],
    ["", null],
  ])("%j is read as cores", (typed, cores) => {
    expect(coresIn("container.cpus", typed)).toBe(cores);
  });

  test.each(["two", "1,500", "m", "-1", "NaN"])("%j is refused", (typed) => {
    expect(() => coresIn("container.cpus", typed)).toThrow(expect.objectContaining({ path: "container.cpus" }));
  });
});

test.each(["", "x", "1.5", "1,000", "-3", "1e2"])("%j is no whole number", (typed) => {
  expect(() => wholeIn("keepReleases", typed)).toThrow(expect.objectContaining({ path: "keepReleases" }));
});

test("seconds may be parts of one and carry their unit", () => {
  expect(["60", "1.5", "90 s"].map((typed) => secondsIn("health.deadlineMs", typed))).toEqual([60_000, 1_500, 90_000]);
});
