import { describe, expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";
import { targets } from "./targets/all.ts";

describe("nothing that one server sends ends the runner or touches another server's job", () => {
  test.concurrent.each(targets)("$name: $title", { timeout: 120_000 }, async (target) => {
    const { tried, failures } = await fuzz(target, { seed: 1, cases: target.cases, forMs: 100_000 });
    expect(failures).toEqual([]);
    expect(tried?.tries).toBe(target.cases);
  });
});
