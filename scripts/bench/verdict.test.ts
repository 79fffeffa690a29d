import { describe, expect, test } from "vitest";
import type { Reading, Target } from "./measurement.ts";
import { numberText, take } from "./verdict.ts";

const verdictOf = async (target: Target, reading: Reading) =>
  (await take({ name: "a number", unit: "ms", target, run: async () => reading })).verdict;

describe("the verdict on a measurement", () => {
  test.each<[Target, Reading, string]>([
    [{ atMost: 5 }, { value: 5 }, "holds"],
    [{ atMost: 5 }, { value: 5.1 }, "misses"],
    [{ atLeast: 1000 }, { value: 1200 }, "holds"],
    [{ atLeast: 1000 }, { value: 900 }, "misses"],
    [{ timesPlain: 1.3 }, { value: 130, plain: 100 }, "holds"],
    [{ timesPlain: 1.3 }, { value: 140, plain: 100 }, "misses"],
    [{ timesPlain: 1.3 }, { value: 1 }, "failed"],
  ])("a target of %j with a reading of %j %s", async (target, reading, verdict) => {
    expect(await verdictOf(target, reading)).toBe(verdict);
  });

  test("a measurement that breaks becomes a row with its reason", async () => {
    const run = () => Promise.reject(new Error("no such server"));
    const row = await take({ name: "a number", unit: "ms", target: { atMost: 1 }, run });
    expect(row).toMatchObject({ verdict: "failed", note: "no such server" });
  });

  test("a machine that cannot measure is neither a miss nor a failure", async () => {
    const run = async () => ({ unavailable: "needs root" });
    const row = await take({ name: "a number", unit: "ms", target: { atMost: 1 }, run });
    expect(row).toMatchObject({ verdict: "unavailable", note: "needs root" });
  });
});

test.each([
  [0.123456, "0.123"],
  [12.345, "12.3"],
  [173384.2, "173384"],
  [undefined, ""],
])("%s is printed as %s", (value, text) => {
  expect(numberText(value)).toBe(text);
});
