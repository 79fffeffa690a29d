import { describe, expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";
import { targets } from "./targets/all.ts";

describe("nothing that comes from outside ends a process or touches another server's job, and all that looks into it is reached", () => {
  test.each(targets)("$name: $title", { timeout: 120_000 }, async (target) => {
    const { tried, failures } = await fuzz(target, { seed: 1, cases: target.cases, forMs: 100_000 });
    expect(failures).toEqual([]);
    expect(tried?.tries).toBe(target.cases);
    expect(target.reads.filter((path) => !tried?.reached.includes(path))).toEqual([]);
  });
});
