import { describe, expect, test } from "vitest";
import { complaintsOf, inShort } from "../../history/judge-upgrade.ts";
import { releases } from "../../history/releases.ts";
import { upgradeUnderLoad } from "../../history/upgrade.ts";

const parts = ["control plane", "runner"] as const;

describe.each(releases)("$version", (from) => {
  test.each(parts)("%s first", async (first) => {
    const report = await upgradeUnderLoad({ from, first });
    expect(complaintsOf({ from, first }, report), inShort({ from, first }, report)).toEqual([]);
  });
});
